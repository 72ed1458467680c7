"""What this floor adds to a child's timeline: flags of the absence watch in words, and
contacts of the class teacher with the home."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.hooks import TimelineEntry
from portal.permissions import Permission
from schools.models import AbsenceFlag, HomeContact, Pupil


if TYPE_CHECKING:
    from portal.models import User

CLOSE_OF_DAY = dt.time(16)


def absence_entries(user: "User", pupil: Pupil) -> Iterator[TimelineEntry]:
    """The flags of one pupil on the day each was raised; one query."""
    flags = AbsenceFlag.objects.visible_to(user, Permission.ABSENCE_VIEW)
    for flag in flags.filter(pupil=pupil).order_by("raised_on", "pk"):
        raised = dt.datetime.combine(flag.raised_on, CLOSE_OF_DAY)
        yield TimelineEntry(
            at=timezone.make_aware(raised),
            title=_("Absence watch"),
            text=flag.words,
            kind="absence",
        )


def contact_entries(user: "User", pupil: Pupil) -> Iterator[TimelineEntry]:
    """That the class teacher called or visited; one query."""
    rows = HomeContact.objects.visible_to(user, Permission.ABSENCE_VIEW).standing()
    for contact in rows.filter(pupil=pupil).select_related("by").order_by("at", "pk"):
        yield TimelineEntry(
            at=contact.at,
            title=_("Contact with the home"),
            by=contact.by.get_full_name(),
            text=contact.get_outcome_display(),
            kind="absence",
        )
