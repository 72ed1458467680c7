"""The one door for messages: an outbox row in the action's own transaction.

No message carries a person: a kind, a count, a link to sign in. Source: design.md 9.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, ngettext

from portal import audit
from portal.clock import now
from portal.models import OutboxMessage


if TYPE_CHECKING:
    from portal.models import User

MOST_TRIES = 8


def post_message(
    *, to: "User", kind: str, count: int = 1, by: "User | None"
) -> OutboxMessage:
    """Put a message in the outbox; it leaves after the commit, or not at all.

    Not an action of its own: it is part of the one that has news, in its transaction.
    """
    return OutboxMessage.objects.create(to=to, kind=kind, count=count, created_at=now())


def send_waiting(limit: int = 500) -> int:
    """Send what waits, one e-mail a person whatever the number of rows.

    A failing mail server leaves the rows for the next run. Returns e-mails sent.
    """
    waiting = OutboxMessage.objects.filter(
        sent_at=None, tries__lt=MOST_TRIES
    ).select_related("to")
    people: dict[int, list[OutboxMessage]] = {}
    for message in waiting.order_by("id")[:limit]:
        people.setdefault(message.to_id, []).append(message)
    return sum(_send(messages) for messages in people.values())


@transaction.atomic
def _send(messages: list[OutboxMessage]) -> bool:
    user = messages[0].to
    total = sum(message.count for message in messages)
    sent = bool(user.email) and _mail(user, total)
    for message in messages:
        message.tries += 1
        message.sent_at = now() if sent or not user.email else None
        message.save(update_fields=["tries", "sent_at"])
    if sent:
        audit.record("message.sent", by=None, obj=user, detail={"items": total})
    return sent


def _mail(user: "User", total: int) -> bool:
    with translation.override(user.language):
        subject = ngettext(
            "%(count)d item is waiting for you",
            "%(count)d items are waiting for you",
            total,
        ) % {"count": total}
        body = gettext("Sign in to see it: %(url)s") % {"url": settings.PORTAL_URL}
    try:
        return bool(
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [str(user.email)])
        )
    except OSError:
        return False
