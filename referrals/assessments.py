"""The standing picture of one child: read and opened once for page, floors and level."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise

from portal.crypto import preload_keys
from referrals.catalogue import BY_CODE, DOMAINS, Kind
from referrals.floors import Floor, Noted, floors
from referrals.models import Case, Factor, RedLineCheck
from schools.models import AttendanceTotal
from schools.models.flags import TIER_FLAGS


RED_LINE_DAYS = timedelta(days=30)
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One standing factor in words."""

    factor: Factor
    label: Promise
    domain: Promise
    expires_soon: bool


def standing_lines(case: Case, on: date) -> list[Line]:
    """What stands today, the newest first; one query."""
    preload_keys([case.key_uid])
    rows = Factor.objects.filter(case=case).standing(on).select_related("by")
    return [
        Line(
            row,
            BY_CODE[row.code].label,
            DOMAINS[BY_CODE[row.code].domain],
            row.expires_on <= on + SOON,
        )
        for row in rows.order_by("-at", "-pk")
        if row.code in BY_CODE
    ]


def sides(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What worries and what protects, side by side."""
    worries = [line for line in lines if line.factor.kind != Kind.PROTECTIVE]
    return worries, [line for line in lines if line.factor.kind == Kind.PROTECTIVE]


def floors_of(case: Case, lines: list[Line], on: date) -> tuple[Floor, ...]:
    """The floors under this child's level; one query."""
    crossed = RedLineCheck.objects.filter(
        case=OuterRef("pk"), crossed=True, at__date__gte=on - RED_LINE_DAYS
    )
    chronic = AttendanceTotal.objects.filter(
        pupil=OuterRef("pupil"), tier__in=TIER_FLAGS, start_year__gte=on.year - 1
    )
    is_chronic, is_crossed = (
        Case.objects.filter(pk=case.pk).values_list(Exists(chronic), Exists(crossed))
    ).get()
    noted = [Noted(one.factor.code, one.factor.kind, one.factor.basis) for one in lines]
    return floors(noted, chronic=is_chronic, red_line=is_crossed)
