"""Telling the holders of awards that one ends: when it may be renewed, and on its end."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q, QuerySet

from portal import audit
from portal.notify import post_message
from training.expiry import WINDOW
from training.models import Award


SOON, ENDED = "award.ends", "award.ended"


def tell_endings(*, on: dt.date) -> dict[str, int]:
    """Each holder once from 90 days before the end, and once from the end on, however
    often and on whichever days it runs. Who renewed in time hears of no end."""
    return {"soon": _tell(SOON, _soon(on), on), "ended": _tell(ENDED, _ended(on), on)}


def _standing() -> QuerySet[Award]:
    return Award.objects.filter(
        successor=None, revoked_at=None, staff__user__is_active=True
    )


def _soon(on: dt.date) -> QuerySet[Award]:
    return _standing().filter(
        told_on=None, valid_until__gt=on, valid_until__lte=on + WINDOW
    )


def _ended(on: dt.date) -> QuerySet[Award]:
    untold = Q(told_on=None) | Q(told_on__lt=F("valid_until"))
    return _standing().filter(untold, valid_until__lte=on)


def _tell(kind: str, rows: QuerySet[Award], on: dt.date) -> int:
    found = rows.order_by("pk").values_list("pk", flat=True)
    return sum(_tell_one(kind, pk, on) for pk in list(found[:MOST]))


MOST = 5_000  # a run; the next one goes on


@transaction.atomic
def _tell_one(kind: str, pk: int, on: dt.date) -> bool:
    row = (
        Award.objects.select_for_update(of=("self",))
        .select_related("staff__user")
        .get(pk=pk)
    )
    if row.staff.user is None or row.told_on == on:
        return False
    row.told_on = on
    row.save(update_fields=["told_on"])
    post_message(to=row.staff.user, kind=kind, by=None)
    audit.record("award.end_told", by=None, obj=row)
    return True
