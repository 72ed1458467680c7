"""Telling the holders of awards that one ends: when it may be renewed, and on its end."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal import audit
from portal.notify import post_message
from training.expiry import WINDOW, Rule, after_change
from training.models import Award
from training.safety import safety_changes


SOON, ENDED = "award.ends", "award.ended"
MOST = 5_000  # a run; the next one goes on
BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # before all that was published


def tell_endings(*, on: dt.date) -> dict[str, int]:
    """Each holder once from 90 days before the end, and once from the end on, however
    often and on whichever days it runs. Who renewed in time hears of no end. Under the
    safety rule the end is 90 days after the change, and no day stands on the award."""
    soon, ended = _by_safety(on)
    return {
        "soon": _tell(SOON, _soon(on) | soon, on),
        "ended": _tell(ENDED, _ended(on) | ended, on),
    }


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


def _by_safety(on: dt.date) -> tuple[QuerySet[Award], QuerySet[Award]]:
    """Of the awards under the safety rule those that end soon and those that have
    ended, untold. Awards of a programme mostly cover the same; of each such group one
    query asks for its safety changes, and those issued between two changes end by the
    second (`ends_of`, for many at once)."""
    rows = _standing().filter(expiry_rule=Rule.SAFETY)
    soon, ended = Q(pk=None), Q(pk=None)
    for covers in rows.order_by().values_list("covers", flat=True).distinct():
        earlier = Q()
        changes = safety_changes(covers, BEGINNING).order_by("published_at")
        for at in changes.values_list("published_at", flat=True):
            these = earlier & Q(covers=covers, issued_at__lt=at)
            ends = after_change(timezone.localdate(at))
            if ends > on:
                soon |= these & Q(told_on=None)
            else:
                ended |= these & (Q(told_on=None) | Q(told_on__lt=ends))
            earlier = Q(issued_at__gte=at)
    return rows.filter(soon), rows.filter(ended)


def _tell(kind: str, rows: QuerySet[Award], on: dt.date) -> int:
    found = rows.order_by("pk").values_list("pk", flat=True)
    return sum(_tell_one(kind, pk, on) for pk in list(found[:MOST]))


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
