"""Keeping what somebody was writing when the session ended."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.http import url_has_allowed_host_and_scheme

from portal import audit
from portal.clock import now
from portal.models.held import HeldPost


if TYPE_CHECKING:
    from portal.models import User

HELD_HOURS = 24
LEFT_OUT = {
    "csrfmiddlewaretoken",
    "held_text",
    "password",
    "oldpassword",
    "password1",
    "password2",
    "credential",
}


@dataclass(frozen=True)
class KeptForm:
    """What was typed: every field with all its values; whether files were left out."""

    fields: dict[str, list[str]]
    files: bool


@transaction.atomic
def hold_post(
    *, user: "User", path: str, fields: Mapping[str, list[str]], files: bool = False
) -> HeldPost | None:
    """Seal the fields of a form until their writer is back, at most a day.

    A path that could lead to another site is not kept: nothing of ours has one.
    """
    kept = {name: values for name, values in fields.items() if name not in LEFT_OUT}
    if not own_path(path) or not any(any(values) for values in kept.values()):
        return None
    held = HeldPost.objects.create(
        user=user,
        path=path,
        body=json.dumps({"fields": kept, "files": files}),
        created_at=now(),
    )
    audit.record("session.text_held", by=user, obj=held)
    return held


def own_path(path: str) -> bool:
    """Whether a form may be sent there: a short path on this site."""
    short = len(path) <= 300 and path.startswith("/")
    return short and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def all_held(user: "User") -> QuerySet[HeldPost]:
    """The texts held for this person that are still young enough, newest first."""
    since = now() - dt.timedelta(hours=HELD_HOURS)
    return HeldPost.objects.filter(user=user, created_at__gte=since).order_by("-id")


def held_for(user: "User", uid: UUID | str | None = None) -> HeldPost | None:
    """The newest text held for this person, or the one with that uid if it is theirs."""
    rows = all_held(user)
    if uid is not None:
        try:
            rows = rows.filter(uid=UUID(str(uid)))
        except ValueError:
            return None
    return rows.first()


def fields_of(held: HeldPost) -> KeptForm:
    """The fields as they were typed."""
    found = json.loads(held.body)
    return KeptForm(found["fields"], found["files"])


@transaction.atomic
def drop_held(*, by: "User", held: HeldPost) -> None:
    """The writer took the text back, or threw it away."""
    held.delete()
    audit.record("session.text_returned", by=by)


__all__ = [
    "KeptForm",
    "all_held",
    "drop_held",
    "fields_of",
    "held_for",
    "hold_post",
    "own_path",
]
