"""The one door for messages: told in the portal, and by an outbox row by e-mail.

No message carries a person: a kind, a count, a link to sign in. Source: design.md 9.
Both rows are written in the action's own transaction.
"""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext, ngettext, ngettext_lazy

from portal import audit
from portal.clock import now, today
from portal.hooks import NoticeKind, registered
from portal.models import Notification, OutboxMessage
from portal.models.accounts import Mails, User


MOST_TRIES = 8
UNNAMED = NoticeKind(
    "",
    ngettext_lazy(
        "%(count)d item waits for you", "%(count)d items wait for you", "count"
    ),
)


def kind_of(kind: str) -> NoticeKind:
    """How that kind is said; one that nobody hung up is said in general words."""
    known = (one for one in registered(NoticeKind) if one.kind == kind)
    return next(known, UNNAMED)


def post_message(
    *,
    to: User,
    kind: str,
    count: int = 1,
    by: User | None,
    obj: UUID | None = None,
) -> Notification:
    """Tell somebody in the portal, and by e-mail as they chose; urgent news at once.

    Not an action of its own: it is part of the one that has news, in its transaction.
    `obj` is the uid that the kind's page takes. Of one object, and of a kind without
    one, an unread notification is brought up to date instead of a second one.
    """
    told = kind_of(kind)
    if _is_mailed(told, to):
        OutboxMessage.objects.create(
            to=to, kind=kind, count=count, urgent=told.urgent, created_at=now()
        )
    if told.urgent:
        transaction.on_commit(partial(send_urgent, to.pk), robust=True)
    waiting = Notification.objects.filter(to=to, kind=kind, obj=obj, read_at=None)
    one = waiting.first()
    if one:
        one.count = count if obj is None else one.count + count
        one.created_at = now()
        one.save(update_fields=["count", "created_at"])
        return one
    User.objects.filter(pk=to.pk).update(unread=F("unread") + 1)
    return Notification.objects.create(
        to=to,
        kind=kind,
        count=count,
        url_name=told.url_name,
        obj=obj,
        created_at=now(),
    )


def _is_mailed(told: NoticeKind, to: User) -> bool:
    if told.urgent or to.mails == Mails.DAILY:
        return True
    return to.mails == Mails.NEEDED and not told.optional


def send_waiting(limit: int = 500) -> int:
    """The digest: what waits, one e-mail a person a day whatever the number of rows.

    A failing mail server leaves the rows for the next run. Returns e-mails sent.
    """
    had = OutboxMessage.objects.filter(urgent=False, sent_at__date=today())
    # An urgent one that the mail server refused is not the digest of that day.
    waiting = _unsent().filter(Q(urgent=True) | ~Q(to__in=had.values("to")))
    people: dict[int, list[OutboxMessage]] = {}
    for message in waiting.order_by("id")[:limit]:
        people.setdefault(message.to_id, []).append(message)
    return sum(_send(messages) for messages in people.values())


def send_urgent(user_pk: int) -> bool:
    """Right after the commit: what is urgent for one person. Whether it was sent."""
    with transaction.atomic():
        urgent = _unsent().filter(to=user_pk, urgent=True)
        messages = list(urgent.select_for_update(of=("self",)))
        return bool(messages) and _send(messages)


def _unsent() -> QuerySet[OutboxMessage]:
    rows = OutboxMessage.objects.filter(sent_at=None, tries__lt=MOST_TRIES)
    return rows.select_related("to")


@transaction.atomic
def _send(messages: list[OutboxMessage]) -> bool:
    user = messages[0].to
    total = sum(message.count for message in messages)
    reachable = bool(user.email) and user.is_active
    sent = reachable and _mail(user, total)
    for message in messages:
        message.tries += 1
        message.sent_at = now() if sent or not reachable else None
        message.save(update_fields=["tries", "sent_at"])
    if sent:
        audit.record("message.sent", by=None, obj=user, detail={"items": total})
    return sent


def _mail(user: User, total: int) -> bool:
    with translation.override(user.language):
        subject = ngettext(
            "%(count)d item is waiting for you",
            "%(count)d items are waiting for you",
            total,
        ) % {"count": total}
        body = gettext("Sign in to see it: %(url)s") % {
            "url": f"{settings.PORTAL_URL}/notifications/"
        }
    try:
        return bool(
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [str(user.email)])
        )
    except OSError:
        return False


def words_of(notification: Notification) -> str:
    """What it says, in the reader's language."""
    words = kind_of(notification.kind).words
    return str(words % {"count": notification.count})
