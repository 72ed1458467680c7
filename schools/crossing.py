"""Who crossed ten percent of absence lately and was not spoken to yet."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from portal.permissions import Permission
from schools.models import AbsenceFlag


if TYPE_CHECKING:
    from portal.models import User

WEEK = dt.timedelta(days=7)
CHRONIC = AbsenceFlag.Kind.CHRONIC


def week_before(on: dt.date) -> dt.date:
    """The first of the seven days that end on `on`."""
    return on - WEEK + dt.timedelta(days=1)


def crossed(flag: AbsenceFlag, since: dt.date) -> bool:
    """Whether this flag says that the pupil came to ten percent on that day or later."""
    return flag.kind == CHRONIC and flag.raised_on >= since


def crossing(user: "User", on: dt.date) -> QuerySet[AbsenceFlag]:
    """One standing flag a pupil in reach: at ten percent since a week, nobody decided."""
    found: QuerySet[AbsenceFlag] = AbsenceFlag.objects.visible_to(
        user, Permission.WATCH_VIEW
    ).filter(
        standing=True,
        state=AbsenceFlag.State.NEW,
        kind=CHRONIC,
        raised_on__gte=week_before(on),
    )
    return found
