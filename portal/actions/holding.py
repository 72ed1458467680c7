"""Keeping what somebody was writing when the session ended."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from portal.models.held import HeldPost


if TYPE_CHECKING:
    from portal.models import User

HELD_HOURS = 24
LEFT_OUT = {"csrfmiddlewaretoken", "password", "password1", "password2", "code"}


@transaction.atomic
def hold_post(*, user: "User", path: str, fields: Mapping[str, list[str]]) -> HeldPost:
    """Seal the fields of a form until their writer is back, at most a day."""
    kept = {name: values for name, values in fields.items() if name not in LEFT_OUT}
    held = HeldPost.objects.create(
        user=user, path=path[:300], body=json.dumps(kept), created_at=now()
    )
    audit.record("session.text_held", by=user, obj=held)
    return held


def held_for(user: "User") -> HeldPost | None:
    """The newest text held for this person, if it is still young enough."""
    since = now() - dt.timedelta(hours=HELD_HOURS)
    return (
        HeldPost.objects.filter(user=user, created_at__gte=since)
        .order_by("-id")
        .first()
    )


def fields_of(held: HeldPost) -> dict[str, list[str]]:
    """The fields as they were typed."""
    found: dict[str, list[str]] = json.loads(held.body)
    return found


@transaction.atomic
def drop_held(*, by: "User", held: HeldPost) -> None:
    """The writer took the text back, or threw it away."""
    held.delete()
    audit.record("session.text_returned", by=by)


__all__ = ["drop_held", "fields_of", "held_for", "hold_post"]
