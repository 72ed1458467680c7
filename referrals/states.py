"""The words of the case side: states, urgencies, outcomes, and how each one reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    NEEDS_INFORMATION = "needs_information"
    REDIRECTED = "redirected"
    NOT_ACCEPTED = "not_accepted"
    CONTESTED = "contested"
    ACCEPTED = "accepted"
    ASSESSING = "assessing"
    GROUP_CALLED = "group_called"
    PLAN_ACTIVE = "plan_active"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Urgency(StrEnum):
    ACUTE = "acute"
    HEIGHTENED = "heightened"
    STANDARD = "standard"


class Level(StrEnum):
    WATCH = "watch"
    STANDARD = "standard"
    HEIGHTENED = "heightened"
    ACUTE = "acute"


class Outcome(StrEnum):
    SAFE = "safe"
    MOVED = "moved"
    SERVICE_ENDED = "service_ended"
    LOST_CONTACT = "lost_contact"
    ABROAD = "abroad"


@dataclass(frozen=True)
class Words:
    label: Promise
    colour: str = "grey"


STATES = {
    State.DRAFT: Words(_("Draft"), "grey"),
    State.SUBMITTED: Words(_("Sent, not yet received"), "yellow"),
    State.RECEIVED: Words(_("Received"), "blue"),
    State.NEEDS_INFORMATION: Words(_("Question to answer"), "orange"),
    State.REDIRECTED: Words(_("Sent on to another unit"), "yellow"),
    State.NOT_ACCEPTED: Words(_("Not accepted"), "red"),
    State.CONTESTED: Words(_("Refusal contested"), "orange"),
    State.ACCEPTED: Words(_("Accepted"), "teal"),
    State.ASSESSING: Words(_("Being assessed"), "purple"),
    State.GROUP_CALLED: Words(_("Case group called"), "purple"),
    State.PLAN_ACTIVE: Words(_("Protection plan active"), "green"),
    State.CLOSED: Words(_("Closed"), "grey"),
    State.WITHDRAWN: Words(_("Withdrawn"), "grey"),
    State.REOPENED: Words(_("Reopened"), "yellow"),
}

URGENCIES = {
    Urgency.ACUTE: Words(_("Acute"), "red"),
    Urgency.HEIGHTENED: Words(_("Heightened"), "orange"),
    Urgency.STANDARD: Words(_("Standard"), "blue"),
}

LEVELS = {
    Level.WATCH: Words(_("Watch"), "grey"),
    Level.STANDARD: Words(_("Standard"), "blue"),
    Level.HEIGHTENED: Words(_("Heightened"), "orange"),
    Level.ACUTE: Words(_("Acute"), "red"),
}

OUTCOMES = {
    Outcome.SAFE: Words(_("The child is safe")),
    Outcome.MOVED: Words(_("The child moved; the new unit and school know")),
    Outcome.SERVICE_ENDED: Words(_("The service ended as planned")),
    Outcome.LOST_CONTACT: Words(_("Contact was lost")),
    Outcome.ABROAD: Words(_("The child is abroad")),
}

# How a concern is known, said of its sender by somebody else.
BASES = {
    "seen": Words(_("Seen")),
    "heard": Words(_("Heard")),
    "told": Words(_("Told")),
}

# These endings can hide a lost child: the sender's supervisor and the head of the unit
# sign together, with the last sighting and who was told.
TWO_SIGNATURES = frozenset({Outcome.LOST_CONTACT, Outcome.ABROAD})


def needs_signature(ending: str, level: str) -> bool:
    """Whether somebody else must agree before a school's work ends like this."""
    return ending in TWO_SIGNATURES or level in (Level.HEIGHTENED, Level.ACUTE)


# No unit works on a referral in these states; a case may then send another one.
ENDED = frozenset({State.CLOSED, State.WITHDRAWN, State.NOT_ACCEPTED})


def choices(words: Mapping[Any, Words]) -> list[tuple[str, Promise]]:
    """The pairs that a form field or a filter offers."""
    return [(code.value, said.label) for code, said in words.items()]
