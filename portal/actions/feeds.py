"""The secret address of one's calendar: made, shown once, ended."""

from django.db import transaction

from portal import audit
from portal.clock import now
from portal.models import CalendarFeed, User
from portal.one_use import new_token, token_hash


@transaction.atomic
def make_feed(*, by: User) -> str:
    """A new address; the one before stops working. Returns the secret, once."""
    CalendarFeed.objects.filter(user=by).delete()
    secret = new_token()
    feed = CalendarFeed.objects.create(
        user=by, token_hash=token_hash(secret), created_at=now()
    )
    audit.record("calendar.feed_made", by=by, obj=feed)
    return secret


@transaction.atomic
def end_feed(*, by: User) -> None:
    """No calendar reads it any more."""
    if CalendarFeed.objects.filter(user=by).delete()[0]:
        audit.record("calendar.feed_ended", by=by)


def reader_of(secret: str) -> User | None:
    """Whose calendar the secret opens; None for an ended one or a closed account."""
    found = CalendarFeed.objects.filter(token_hash=token_hash(secret))
    feed = found.select_related("user").first() if secret else None
    return feed.user if feed and feed.user.is_active else None
