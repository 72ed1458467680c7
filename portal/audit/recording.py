"""Writing history: the only door to the audit tables. No audit, no data."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models, transaction
from django.http import Http404

from portal.audit import chain
from portal.audit.models import CHAINS, AuditEvent, AuditHead
from portal.clock import now


if TYPE_CHECKING:
    from portal.models import User


@transaction.atomic
def record(
    verb: str,
    *,
    by: "User | None",
    obj: models.Model | None = None,
    subjects: Iterable[UUID] = (),
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add one event; two queries (lock the head, add the row).

    `subjects` are the uids of the children it is about. `detail` holds codes, counts
    and dates only, never a name or a typed text. Call it last in the transaction: the
    chain stays locked until the commit. `by=None` is the operator or the system.
    """
    actor = by.uid if by else None
    about = list(dict.fromkeys(subjects))
    label, object_uid = _label(obj)
    at = now().astimezone(dt.UTC)
    body = chain.canonical(
        {
            "at": at.isoformat(),
            "actor": actor,
            "posts": _posts(by),
            "verb": verb,
            "object": [label, object_uid],
            "subjects": about,
            "detail": detail or {},
        }
    )
    head = AuditHead.objects.select_for_update().get(
        chain=chain.chain_of(actor, CHAINS)
    )
    event = AuditEvent(
        chain=head.chain,
        seq=head.seq + 1,
        at=at,
        actor=actor,
        verb=verb,
        object_type=label,
        object_uid=object_uid,
        body=body,
        hash=chain.link(head.hash, head.chain, head.seq + 1, body),
    )
    event.save(force_insert=True)  # a trigger moves the head and indexes the children
    return event


def record_view(
    verb: str,
    *,
    by: "User",
    subjects: Iterable[UUID] = (),
    obj: models.Model | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """One reading, one event: a list page passes all the uids that it shows.

    Called before the page is built; if it fails there is no page. An empty list
    shows no child and records nothing.
    """
    about = list(subjects)
    if about or obj is not None:
        record(verb, by=by, obj=obj, subjects=about, detail=detail)


def record_denied(*, by: "User", verb: str, asked: str) -> None:
    """A request for something out of reach; `denials_stay` outlives a rollback."""
    detail = {"permission": verb, "asked": asked}
    event = record("access.denied", by=by, detail=detail)
    noted = _denied.get()
    if noted is not None:
        noted.append((event, by, detail))


Denial = tuple[AuditEvent, "User", dict[str, str]]
_denied: ContextVar[list[Denial] | None] = ContextVar("denied", default=None)


@contextmanager
def denials_stay() -> Iterator[None]:
    """Around a view: its refusal rolls its transaction back, but not this record."""
    noted: list[Denial] = []
    token = _denied.set(noted)
    try:
        yield
    except Http404:
        for event, by, detail in noted:
            if not AuditEvent.objects.filter(pk=event.pk, hash=event.hash).exists():
                record("access.denied", by=by, detail=detail)
        raise
    finally:
        _denied.reset(token)


def _label(obj: models.Model | None) -> tuple[str, UUID | None]:
    if obj is None:
        return "", None
    return obj._meta.label_lower, getattr(obj, "uid", None)


def _posts(by: "User | None") -> list[str]:
    """The posts the user acts through today, as already known; asks no query."""
    kept = getattr(by, "_grants", None)
    return sorted(str(g.post) for g in kept[1].all) if kept else []
