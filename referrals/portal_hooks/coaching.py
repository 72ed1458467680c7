"""Coaching in the portal: its library among the written content, the words of the
history."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.content import LoadResult
from portal.hooks import AuditWording, ContentLoader, register
from referrals.activity_files import Activities, read_activities


def _load(activities: Activities, at: dt.datetime) -> LoadResult:
    from referrals.actions.library import load_activities

    return load_activities(activities=activities, at=at, by=None)


register(
    ContentLoader("activities", read_activities, _load, order=30),
    AuditWording(
        {
            "plan.saved": _("Draft of a coaching plan saved"),
            "plan.started": _("Coaching plan started"),
            "plan.reviewed": _("Coaching plan reviewed"),
            "plan.ended": _("Coaching plan ended"),
            "plan.viewed": _("Coaching of a case read"),
            "plan.printed": _("Child’s page opened for printing"),
            "session.added": _("Coaching session written down"),
        }
    ),
)
