"""Who opened a child's file: the events about some uids, newest first. One query."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from portal.audit.models import AuditEvent, AuditSubject
from portal.models import User


LATEST = 50


@dataclass(frozen=True)
class Reading:
    """One act or reading: who by account name (empty: the system), and when."""

    id: int
    at: dt.datetime
    verb: str
    actor: UUID | None
    name: str
    posts: list[UUID]


@dataclass(frozen=True)
class Readings:
    """One page; `older` is the id to go on before, None on the last page."""

    rows: list[Reading]
    older: int | None


def readings_of(
    uids: Iterable[UUID], *, before: int | None = None, limit: int = LATEST
) -> Readings:
    """The latest events about these children, those before an event's id.

    `posts` are the posts that the actor then held, as written in the event itself.
    """
    about = AuditSubject.objects.filter(uid__in=list(uids))
    names = User.objects.filter(uid=OuterRef("actor")).values("name")
    events = AuditEvent.objects.filter(pk__in=about.values("event"))
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(
        events.annotate(actor_name=Subquery(names[:1]))
        .order_by("-id")
        .values_list("id", "at", "verb", "actor", "actor_name", "body")[: limit + 1]
    )
    rows = [
        Reading(pk, at, verb, actor, name or "", _posts(body))
        for pk, at, verb, actor, name, body in found[:limit]
    ]
    return Readings(rows, rows[-1].id if len(found) > limit else None)


def _posts(body: str) -> list[UUID]:
    return [UUID(post) for post in json.loads(body).get("posts", [])]


def times_since(user: User, verb: str, since: dt.datetime) -> int:
    """How often this person did, or was refused, a thing since then."""
    rows = AuditEvent.objects.filter(actor=user.uid, verb=verb, at__gte=since)
    return rows.count()
