"""Everything that happened around one case, newest first, with one query.

The tables are joined by UNION ALL on equal columns; the sealed texts come out as
bytes and are opened here, each with the label of its own field and row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.crypto import open_sealed, preload_keys
from portal.hooks import TimelineSource, registered
from referrals.models import (
    Case,
    CaseNote,
    Concern,
    ConcernCorrection,
    LevelChoice,
    ReferralEvent,
    ReferralMessage,
)
from referrals.states import LEVELS, Level
from referrals.workflow import BY_VERB


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    at: datetime
    title: str | Promise
    who: str = ""
    text: str = ""
    words: str = ""
    next_step: str = ""
    tag: str | Promise = ""
    colour: str = ""


NONE = Value(b"", output_field=models.BinaryField())
COLUMNS = tuple(
    f"t_{name}"
    for name in ["kind", "row", "when", "code", "who", "first", "second", "third"]
)


def _rows(
    rows: QuerySet[Any],
    kind: str,
    at: str,
    *,
    code: Any = None,
    who: str,
    first: str = "",
    second: str = "",
    third: str = "",
) -> QuerySet[Any]:
    said = (
        rows.order_by()
        .annotate(
            t_kind=Value(kind, output_field=models.CharField()),
            t_row=F("uid"),
            t_when=F(at),
            t_code=models.ExpressionWrapper(
                code or Value(""), output_field=models.CharField()
            ),
            t_who=F(who),
            t_first=F(first) if first else NONE,
            t_second=F(second) if second else NONE,
            t_third=F(third) if third else NONE,
        )
        .values_list(*COLUMNS)
    )
    return cast("QuerySet[Any]", said)


def _union(case: Case) -> QuerySet[Any]:
    concerns = Concern.objects.filter(case=case)
    notes = CaseNote.objects.filter(case=case)
    levels = LevelChoice.objects.filter(case=case)
    corrections = ConcernCorrection.objects.filter(concern__case=case)
    decided = concerns.exclude(triaged_at=None)
    events = ReferralEvent.objects.filter(referral__case=case, message=None)
    said = ReferralMessage.objects.filter(referral__case=case)
    parts = (
        _rows(
            notes,
            "note",
            "at",
            who="by__name",
            first="text",
            second="child_words",
            third="next_step",
        ),
        _rows(levels, "level", "at", code=F("level"), who="by__name", first="reason"),
        _rows(corrections, "correction", "at", who="by__name", first="text"),
        _rows(events, "step", "at", code=F("verb"), who="by__name", first="text"),
        _rows(said, "said", "at", code=F("event__verb"), who="by__name", first="text"),
        _rows(
            decided,
            "decision",
            "triaged_at",
            code=F("state"),
            who="triaged_by__name",
            first="triage_reason",
        ),
    )
    first = _rows(
        concerns,
        "concern",
        "sent_at",
        code=F("basis"),
        who="reporter__name",
        first="text",
        second="child_words",
    )
    return first.union(*parts, all=True)


LABELS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "concern": (Concern, ("text", "child_words")),
    "decision": (Concern, ("triage_reason",)),
    "note": (CaseNote, ("text", "child_words", "next_step")),
    "level": (LevelChoice, ("reason",)),
    "correction": (ConcernCorrection, ("text",)),
    "step": (ReferralEvent, ("text",)),
    "said": (ReferralMessage, ("text",)),
}


def _opened(kind: str, uid: UUID, place: int, data: Any) -> str:
    if not data or not bytes(data):
        return ""
    model, fields = LABELS[kind]
    label = f"{model._meta.label_lower}.{fields[place]}"
    return open_sealed(bytes(data), label=label, uid=uid)


def happenings(case: Case, user: Any) -> list[Happening]:
    """The whole timeline that this user may read; the newest on top."""
    preload_keys([case.key_uid])
    found = [_happening(*row) for row in _union(case)]
    found.append(Happening(case.opened_at, _("Case opened"), text=case.opened_why))
    if case.closed_at:
        found.append(Happening(case.closed_at, _("Case closed"), text=case.closed_why))
    if case.pupil:
        found.extend(_from_other_floors(case, user))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _happening(
    kind: str, row: UUID, when: datetime, code: str, who: str, *sealed: Any
) -> Happening:
    texts = [_opened(kind, row, n, data) for n, data in enumerate(sealed)]
    return Happening(
        at=when,
        title=_title(kind, code),
        who=who or "",
        text=texts[0],
        words=texts[1],
        next_step=texts[2],
        **_tag(kind, code),
    )


TITLES: dict[str, Promise] = {
    "concern": _("Concern"),
    "decision": _("Decided on the concern"),
    "note": _("Note"),
    "level": _("Level chosen"),
    "correction": _("Added to the concern"),
}
CALL = _("Call with the unit")


def _title(kind: str, code: str) -> str | Promise:
    if kind in ("step", "said"):
        move = BY_VERB.get(code)
        return move.done if move else CALL
    return TITLES[kind]


def _tag(kind: str, code: str) -> dict[str, Any]:
    if kind == "level":
        words = LEVELS[Level(code)]
        return {"tag": words.label, "colour": words.colour}
    if kind == "concern":
        return {"tag": Concern.Basis(code).label, "colour": "grey"}
    if kind == "decision":
        return {"tag": Concern.State(code).label, "colour": "teal"}
    if kind in ("step", "said"):
        return {"tag": _("Referral"), "colour": "blue"}
    return {}


def _from_other_floors(case: Case, user: Any) -> Iterator[Happening]:
    from portal.access import grants

    held = grants(user)
    for source in registered(TimelineSource):
        if not held.has_any(source.permissions):
            continue
        for entry in source.entries(user, case.pupil):
            yield Happening(entry.at, entry.title, who=entry.by, text=entry.text)
