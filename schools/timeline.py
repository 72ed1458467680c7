"""What this floor adds to a child's timeline: flags of the absence watch in words, and
contacts of the class teacher with the home."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.hooks import TimelineEntry
from portal.permissions import Permission
from schools.flag_words import sentence
from schools.models import AbsenceFlag, HomeContact, Pupil


if TYPE_CHECKING:
    from portal.models import User

CLOSE_OF_DAY = dt.time(16)


def absence_entries(user: "User", pupil: Pupil) -> Iterator[TimelineEntry]:
    """The flags of one pupil on the day each was raised; one query."""
    flags = AbsenceFlag.objects.visible_to(user, Permission.ABSENCE_VIEW)
    found = flags.filter(pupil=pupil).order_by("raised_on", "pk")
    for raised_on, kind, facts in found.values_list("raised_on", "kind", "facts"):
        raised = dt.datetime.combine(raised_on, CLOSE_OF_DAY)
        yield TimelineEntry(
            at=timezone.make_aware(raised),
            title=_("Absence watch"),
            text=sentence(kind, facts),
            kind="absence",
        )


def contact_entries(user: "User", pupil: Pupil) -> Iterator[TimelineEntry]:
    """That the class teacher called or visited; one query."""
    rows = HomeContact.objects.visible_to(user, Permission.ABSENCE_VIEW).standing()
    found = rows.filter(pupil=pupil).order_by("at", "pk")
    for at, outcome, by in found.values_list("at", "outcome", "by__name"):
        yield TimelineEntry(
            at=at,
            title=_("Contact with the home"),
            by=by,
            text=str(HomeContact.Outcome(outcome).label),
            kind="absence",
        )
