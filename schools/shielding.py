"""Who does not find whom: the part of every reach that a shield takes away."""

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.expressions import RawSQL

from portal import prepared
from portal.clock import today
from schools.models.shields import PupilShield


if TYPE_CHECKING:
    from portal.models import User
    from schools.models import Pupil


@lru_cache(maxsize=prepared.KEPT)
def _barred_pupils(user: int, on: dt.date) -> RawSQL:
    """A subquery: the ids of the pupils shielded from this person on that day."""
    shields = PupilShield.objects.standing(on).filter(barred__user=user).order_by()
    return prepared.subquery(shields.values("pupil"))


def not_shielded(user: "User", pupil: str) -> Q:
    """A filter: leaves out rows whose pupil, at that path, is shielded from the user.

    `pupil` is the path to the pupil's key ("pk" on Pupil itself, "case__pupil"). A row
    without a pupil stays. It adds no query.
    """
    return ~Q(**{f"{pupil}__in": _barred_pupils(user.pk, today())})


def shielded_from(pupil: "Pupil") -> set[int]:
    """The ids of the staff whom a shield bars from this pupil today; one query."""
    rows = PupilShield.objects.standing(today()).filter(pupil=pupil)
    return set(rows.values_list("barred_id", flat=True))


def hidden_codes(user: "User") -> frozenset[str]:
    """The codes of the pupils shielded from this person, for files of rows."""
    shields = PupilShield.objects.standing(today()).barring(user)
    codes = shields.exclude(pupil__code=None).values_list("pupil__code", flat=True)
    return frozenset(str(code) for code in codes)


def has_shield(pupil: "Pupil") -> bool:
    """Whether anybody is barred from this pupil today: then nobody is told where.

    A moved shielded child reads "moved" to all but the own new school and the case's
    own people. One query.
    """
    return PupilShield.objects.standing(today()).filter(pupil=pupil).exists()
