"""Reading one's notifications, and choosing which of them come by e-mail."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from portal import audit
from portal.clock import now
from portal.models import Notification, User


@transaction.atomic
def read_notification(*, by: User, uid: UUID) -> Notification | None:
    """Mark one of one's own as read; None where it is not one's own."""
    one = Notification.objects.filter(to=by, uid=uid).first()
    if one and one.read_at is None:
        one.read_at = now()
        one.save(update_fields=["read_at"])
        _recount(by)
    return one


@transaction.atomic
def read_all(*, by: User) -> None:
    """Nothing waits any more."""
    Notification.objects.filter(to=by, read_at=None).update(read_at=now())
    _recount(by)


@transaction.atomic
def forget_notifications(*, to: User, objs: Iterable[UUID]) -> None:
    """What somebody may no longer find leaves their list, read or not: its line would
    lead to a page that is not there. Part of that act."""
    gone, _each = Notification.objects.filter(to=to, obj__in=list(objs)).delete()
    if gone:
        _recount(to)


def _recount(user: User) -> None:
    """The number in the masthead, from the rows themselves."""
    user.unread = Notification.objects.filter(to=user, read_at=None).count()
    user.save(update_fields=["unread"])


@transaction.atomic
def choose_mails(*, by: User, mails: str) -> None:
    """Keep which e-mails this person wants; urgent ones come all the same."""
    by.mails = mails
    by.save(update_fields=["mails"])
    audit.record("account.mails_chosen", by=by, obj=by, detail={"to": mails})
