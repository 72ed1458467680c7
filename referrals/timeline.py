"""Everything that happened around one case, newest first, with one query.

The tables are joined by UNION ALL on equal columns; the sealed texts come out as
bytes and are opened here, each with the label of its own field and row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access import grants
from portal.crypto import open_sealed, preload_keys
from portal.hooks import TimelineSource, registered
from referrals.catalogue import BY_CODE, Basis
from referrals.models import (
    Attachment,
    Case,
    CaseAction,
    CaseNote,
    CoachingPlan,
    CoachingSession,
    Concern,
    ConcernCorrection,
    Factor,
    HandOverCase,
    LevelChoice,
    PlacementEvent,
    PlanReview,
    PupilLink,
    ReferralEvent,
    ReferralMessage,
)
from referrals.placement_steps import PLACEMENT_EVENTS
from referrals.states import BASES, LEVELS, Level
from referrals.timeline_query import Part, window
from referrals.workflow import said_of


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
    referral: UUID | None = None


PARTS = (
    Part(
        "concern",
        Concern,
        "case",
        "sent_at",
        "reporter__name",
        ("text", "child_words"),
        code="basis",
    ),
    Part(
        "decision",
        Concern,
        "case",
        "triaged_at",
        "triaged_by__name",
        ("triage_reason",),
        code="state",
        only=Q(triaged_at__isnull=False),
    ),
    Part("correction", ConcernCorrection, "concern__case", "at", "by__name", ("text",)),
    Part(
        "note",
        CaseNote,
        "case",
        "at",
        "by__name",
        ("text", "child_words", "next_step"),
    ),
    Part("factor", Factor, "case", "at", "by__name", ("code", "note"), code="basis"),
    Part("level", LevelChoice, "case", "at", "by__name", ("reason",), code="level"),
    Part(
        "step",
        ReferralEvent,
        "referral__case",
        "at",
        "by__name",
        ("text",),
        code="verb",
        link="referral__uid",
        only=Q(message=None),
    ),
    Part(
        "said",
        ReferralMessage,
        "referral__case",
        "at",
        "by__name",
        ("text",),
        code="event__verb",
        link="referral__uid",
    ),
    Part(
        "file",
        Attachment,
        "case",
        "at",
        "by__name",
        ("name",),
        only=Q(removed_at__isnull=True),
    ),
    Part(
        "placement",
        PlacementEvent,
        "placement__case",
        "at",
        "by__name",
        ("text",),
        code="verb",
    ),
    Part("linked", PupilLink, "case", "at", "by__name", ()),
    Part(
        "unlinked",
        PupilLink,
        "case",
        "undone_at",
        "undone_by__name",
        (),
        only=Q(undone_at__isnull=False),
    ),
    Part("action", CaseAction, "case", "at", "by__name", ("what",)),
    Part(
        "action_done",
        CaseAction,
        "case",
        "done_at",
        "done_by__name",
        ("done_note",),
        only=Q(done_at__isnull=False),
    ),
    Part(
        "handed",
        HandOverCase,
        "case",
        "hand_over__made_at",
        "hand_over__made_by__name",
        (),
    ),
    Part(
        "session",
        CoachingSession,
        "case",
        "at",
        "by__name",
        ("done", "child_words", "next_step"),
        code="outcome",
    ),
    Part(
        "plan",
        CoachingPlan,
        "case",
        "started_at",
        "created_by__name",
        ("best_interest", "child_view"),
        only=Q(started_at__isnull=False),
    ),
    Part(
        "plan_review",
        PlanReview,
        "plan__case",
        "at",
        "by__name",
        ("changes", "child_words"),
    ),
    Part(
        "plan_end",
        CoachingPlan,
        "case",
        "ended_at",
        "ended_by__name",
        ("ended_why", "ended_view"),
        code="outcome",
        only=Q(ended_at__isnull=False),
    ),
)
BY_KIND = {part.kind: part for part in PARTS}
PER_PAGE = 25
WHEN = 3  # the place of t_when in a row


@dataclass(frozen=True)
class Page:
    """Some lines of the timeline, the newest on top; `older` when more follow."""

    lines: list[Happening]
    number: int
    older: bool


def happenings(
    case: Case, user: Any, number: int = 1, per_page: int = PER_PAGE
) -> Page:
    """A page of the timeline that this user may read: one query, however long it is."""
    extras = sorted(_extras(case, user), key=lambda one: one.at, reverse=True)
    begin, end = (number - 1) * per_page, number * per_page
    offset = max(0, begin - len(extras))
    rows = window(PARTS, case, user, offset, end + 1)
    ranked = ranks([row[WHEN] for row in rows], [one.at for one in extras], offset)
    shown = sorted(
        (rank, place) for place, rank in enumerate(ranked) if begin <= rank < end
    )
    preload_keys([case.key_uid])
    lines = [
        _happening(rows[place]) if place < len(rows) else extras[place - len(rows)]
        for _rank, place in shown
    ]
    return Page(lines, number, any(rank >= end for rank in ranked))


def _extras(case: Case, user: Any) -> Iterator[Happening]:
    """What no table of the casework holds: the file itself, and the other floors."""
    yield Happening(case.opened_at, _("Case opened"), text=case.opened_why)
    if case.closed_at:
        yield Happening(case.closed_at, _("Case closed"), text=case.closed_why)
    if case.pupil:
        yield from _from_other_floors(case, user)


def ranks(
    rows: Sequence[datetime], extras: Sequence[datetime], offset: int
) -> list[int]:
    """The places, newest first, of the rows and then of the extras in the
    merged history. Both come newest first; `offset` rows are newer than the first one.

    An extra newer than a window that does not begin at the newest row stands before
    every page that this window can fill: its place is -1.
    """
    own = [
        offset + place + sum(extra > at for extra in extras)
        for place, at in enumerate(rows)
    ]
    theirs = [
        -1
        if offset and rows and extra > rows[0]
        else place + offset + sum(at >= extra for at in rows)
        for place, extra in enumerate(extras)
    ]
    return own + theirs


def _happening(columns: tuple[Any, ...]) -> Happening:
    kind, row, link, when, code, who, *sealed = columns
    texts = [_opened(kind, row, n, data) for n, data in enumerate(sealed)]
    if kind == "factor":
        texts = [str(BY_CODE[texts[0]].label), "", ""] if texts[0] in BY_CODE else texts
    return Happening(
        at=when,
        title=_title(kind, code),
        who=who or "",
        text=texts[0],
        words=texts[1],
        next_step=texts[2],
        referral=link,
        **_tag(kind, code),
    )


def _opened(kind: str, uid: UUID, place: int, data: Any) -> str:
    if not data or not bytes(data):
        return ""
    part = BY_KIND[kind]
    label = f"{part.model._meta.label_lower}.{part.texts[place]}"
    return open_sealed(bytes(data), label=label, uid=uid)


TITLES: dict[str, Promise] = {
    "factor": _("Observed"),
    "concern": _("Concern"),
    "decision": _("Decided on the concern"),
    "note": _("Note"),
    "level": _("Level chosen"),
    "correction": _("Added to the concern"),
    "linked": _("Linked to a pupil of the roll"),
    "unlinked": _("Link to the pupil taken back"),
    "session": _("Coaching session"),
    "plan": _("Coaching plan started"),
    "plan_review": _("Coaching plan reviewed"),
    "plan_end": _("Coaching plan ended"),
    "action": _("Action agreed"),
    "action_done": _("Action done"),
    "handed": _("Case given to another protector"),
    "file": _("File attached"),
}


def _title(kind: str, code: str) -> str | Promise:
    if kind in ("step", "said"):
        return said_of(code)
    if kind == "placement":
        return PLACEMENT_EVENTS[code]
    return TITLES[kind]


# What each kind is called where no text is shown: in what an old school keeps.
PART_WORDS: dict[str, Promise] = {
    **TITLES,
    "opened": _("Case opened"),
    "step": _("Referral"),
    "said": _("Referral"),
    "placement": _("Placement"),
}


FIXED_TAGS: dict[str, dict[str, Any]] = {
    "step": {"tag": _("Referral"), "colour": "blue"},
    "said": {"tag": _("Referral"), "colour": "blue"},
    "placement": {"tag": _("Placement"), "colour": "teal"},
}


def _tag(kind: str, code: str) -> dict[str, Any]:
    if kind == "factor":
        return {"tag": Basis(code).label, "colour": "grey"}
    if kind == "level":
        words = LEVELS[Level(code)]
        return {"tag": words.label, "colour": words.colour}
    if kind == "concern":
        return {"tag": BASES[code].label, "colour": "grey"}
    if kind == "decision":
        return {"tag": Concern.State(code).label, "colour": "teal"}
    return FIXED_TAGS.get(kind, {})


def _from_other_floors(case: Case, user: Any) -> Iterator[Happening]:
    held = grants(user)
    for source in registered(TimelineSource):
        if not held.has_any(source.permissions):
            continue
        for entry in source.entries(user, case.pupil):
            yield Happening(entry.at, entry.title, who=entry.by, text=entry.text)
