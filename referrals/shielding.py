"""What a shield takes away from the reach of the casework: case, concern, referral."""

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from portal import prepared
from portal.clock import today
from referrals.models.cases import Case
from referrals.models.shields import CaseShield
from schools.models import Post, PupilShield
from schools.shielding import not_shielded, shielded_from


if TYPE_CHECKING:
    from portal.models import User
    from referrals.models.concerns import Concern


@lru_cache(maxsize=prepared.KEPT)
def _barred_cases(user: int, on: dt.date) -> RawSQL:
    """A subquery: the ids of the cases shielded from this person on that day.

    Of a case that is linked to a pupil, the pupil's shields count.
    """
    shields = CaseShield.objects.standing(on).filter(barred__user=user).order_by()
    return prepared.subquery(shields.filter(case__pupil=None).values("case"))


def case_not_shielded(user: "User", case: str = "") -> Q:
    """A filter: leaves out what is about a child shielded from the user.

    `case` is the path to the case with its `__` ("case__"), empty on Case itself. It
    adds no query; a row without a case stays.
    """
    own = ~Q(**{f"{case or 'pk__'}in": _barred_cases(user.pk, today())})
    return not_shielded(user, f"{case}pupil") & own


def barred_from(case: Case) -> QuerySet[Any, Any]:
    """A subquery: the ids of the staff who must not find the child of a case today."""
    on = today()
    if case.pupil_id is not None:
        rows = PupilShield.objects.standing(on).filter(pupil=case.pupil_id)
    else:
        rows = CaseShield.objects.standing(on).filter(case=case)
    return rows.order_by().values("barred")


def barred_staff(row: "Case | Concern") -> set[int]:
    """The ids of the staff who must not learn of this row; one query.

    Of a concern about a member of staff nobody of that school may learn.
    """
    if not isinstance(row, Case) and row.on_staff:
        return _of_that_school(row)
    case = row if isinstance(row, Case) else row.case
    if case is not None:
        return set(barred_from(case).values_list("barred", flat=True))
    return shielded_from(row.pupil) if row.pupil else set()


def _of_that_school(concern: "Concern") -> set[int]:
    held = Post.objects.held_on(today()).filter(school=concern.school_id)
    colleagues = set(held.values_list("staff", flat=True))
    barred = shielded_from(concern.pupil) if concern.pupil else set()
    own = {concern.staff_id} if concern.staff_id else set()
    return colleagues | barred | own
