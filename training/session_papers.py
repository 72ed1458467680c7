"""What stands on a session's paper: the sheet to sign and the test."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.time_words import moment
from portal.typesetting import bilingual, frame, qr_svg
from training.actions.attending import roster
from training.models import TrainingSession
from training.paper import words


SHEET = "training/typst/sheet.typ"
TEST = "training/typst/test.typ"
SPARE_LINES = 8  # for those who are not on the list
LETTERS = "ABCDEFGHIJKLMNOP"


def sheet_paper(session: TrainingSession) -> Mapping[str, Any]:
    """The names of the roster with a place to sign, and free lines below."""
    title = _("Sheet of the training session")
    return {
        "frame": _frame(title),
        "title": bilingual(title),
        "head": _head(session),
        "columns": [
            bilingual(_("Name")),
            bilingual(_("Signature")),
            bilingual(_("Minutes, if not all")),
        ],
        "names": [person.full_name() for person in roster(session)],
        "spare_title": bilingual(_("Others who were there")),
        "spare": SPARE_LINES,
        "heads": bilingual(_("Heads counted in the room")),
        "signed": [
            bilingual(_("Led by")),
            bilingual(_("Head of school")),
        ],
        "code_says": bilingual(_("Sign in by telephone: the code is on the screen")),
        "address": _address(),
        "qr": qr_svg(f"{settings.PORTAL_URL}{reverse('training:sign_in')}"),
    }


def test_paper(session: TrainingSession) -> Mapping[str, Any]:
    """The frozen questions in the session's language, with boxes to cross."""
    title = _("Test after the session")
    with override(session.language):
        several = str(_("Choose all that are right."))
        key = str(_("A key question: it must be right."))
    return {
        "frame": _frame(title),
        "title": bilingual(title),
        "head": _head(session),
        "name": bilingual(_("Name")),
        "questions": [
            _question(number, entry, session.language, several, key)
            for number, entry in enumerate(session.paper_test, start=1)
        ],
        "of": len(session.paper_test),
        "right": bilingual(_("Right answers")),
    }


def _question(
    number: int, entry: Any, language: str, several: str, key: str
) -> dict[str, Any]:
    text = words(entry, language)
    hints = [several] if entry["type"] == "multi" else []
    hints += [key] if entry["critical"] else []
    options = [text["options"][o["key"]]["text"] for o in entry["options"]]
    return {
        "stem": f"{number}. {text['stem']}",
        "hint": " ".join(hints),
        "options": [
            f"{letter}. {option}"
            for letter, option in zip(LETTERS, options, strict=False)
        ],
    }


def _frame(title: Any) -> Mapping[str, str]:
    with override("sq"):
        name = str(title)
    return frame(name=name, reference="")


def _head(session: TrainingSession) -> list[dict[str, Any]]:
    rows: list[tuple[Any, str]] = [
        (_("Module"), session.module.title),
        (_("School"), session.school.name),
        (_("When"), f"{moment(session.starts_at)}, {session.minutes} min"),
        (_("Room"), session.venue),
        (_("Led by"), session.facilitator.full_name()),
    ]
    return [{"key": bilingual(key), "value": value} for key, value in rows]


def _address() -> str:
    return f"{settings.PORTAL_URL}{reverse('training:sign_in')}".partition("://")[2]
