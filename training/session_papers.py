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
from training.models import Question, TrainingSession
from training.paper import match_words, words


SHEET = "training/typst/sheet.typ"
TEST = "training/typst/test.typ"
SPARE_LINES = 8  # for those who are not on the list
LETTERS = "ABCDEFGHIJKLMNOP"
KEY = _("A key question: it must be right.")
HINTS = {
    Question.Type.MULTI: _("Choose all that are right."),
    Question.Type.MATCH: _("Write into each box the number of what belongs to it."),
    Question.Type.ORDER: _("Number the boxes in the right order."),
    Question.Type.REFLECTION: _("For yourself: it is not marked."),
}
WRITTEN = {Question.Type.TEXT: 1, Question.Type.REFLECTION: 3}


def sheet_paper(session: TrainingSession) -> Mapping[str, Any]:
    """The names of the roster with a place to sign, and free lines below."""
    title = _("Sheet of the training session")
    return {
        "frame": paper_frame(title),
        "title": bilingual(title),
        "head": head_rows(session),
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
    return {
        "frame": paper_frame(title),
        "title": bilingual(title),
        "head": head_rows(session),
        "name": bilingual(_("Name")),
        "questions": [
            _question(number, entry, session.language)
            for number, entry in enumerate(session.paper_test, start=1)
        ],
        "of": session.questions,
        "right": bilingual(_("Right answers")),
    }


def _question(number: int, entry: Any, language: str) -> dict[str, Any]:
    """`lines`: how many empty lines to write on, where nothing is to be crossed."""
    text = words(entry, language)
    kind = entry["type"]
    with override(language):
        hints = [str(HINTS[kind])] if kind in HINTS else []
        hints += [str(KEY)] if entry["critical"] else []
    shown = [text["options"][option["key"]]["text"] for option in entry["options"]]
    return {
        "stem": f"{number}. {text['stem']}",
        "hint": " ".join(hints),
        "options": [
            f"{letter}. {one}" for letter, one in zip(LETTERS, shown, strict=False)
        ],
        "choices": _choices(entry, text) if kind == Question.Type.MATCH else [],
        "lines": WRITTEN.get(kind, 0),
    }


def _choices(entry: Any, text: Any) -> list[str]:
    """What belongs to the lines of a match, numbered."""
    said = choice_texts(entry, text)
    return [f"{number}. {one}" for number, one in enumerate(said, start=1)]


def choice_texts(entry: Any, text: Any) -> list[str]:
    """What belongs to the lines of a match, in neutral order."""
    return sorted({match_words(text, option["match"]) for option in entry["options"]})


def paper_frame(title: Any) -> Mapping[str, str]:
    """What is at the head and foot of each page."""
    with override("sq"):
        name = str(title)
    return frame(name=name, reference="")


def head_rows(session: TrainingSession) -> list[dict[str, Any]]:
    """Which session it is."""
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
