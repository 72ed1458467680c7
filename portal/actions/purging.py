"""Deleting what was only kept for a while: held texts, drafts, codes, old messages."""

import datetime as dt
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction

from portal import audit
from portal.actions.holding import HELD_HOURS
from portal.models import (
    FactorCode,
    FormDraft,
    HeldPost,
    Invitation,
    Notification,
    OutboxMessage,
    SentForm,
)


KEPT_DAYS = 30


def due(moment: dt.datetime) -> dict[str, int]:
    """How many rows of each kind are past their time; deletes nothing."""
    return {name: rows.count() for name, rows in _expired(moment).items()}


@transaction.atomic
def purge_short_lived(*, moment: dt.datetime) -> dict[str, int]:
    """Delete the rows past their time; returns how many of each kind."""
    gone = {name: rows.delete()[0] for name, rows in _expired(moment).items()}
    if any(gone.values()):
        audit.record("purge.short_lived", by=None, detail=gone)
    return gone


def _expired(moment: dt.datetime) -> dict[str, models.QuerySet[Any]]:
    old = moment - dt.timedelta(days=KEPT_DAYS)
    held = moment - dt.timedelta(hours=HELD_HOURS)
    return {
        "sent_forms": SentForm.objects.filter(at__lt=held),
        "sessions": Session.objects.filter(expire_date__lt=moment),
        "held_texts": HeldPost.objects.filter(created_at__lt=held),
        "drafts": FormDraft.objects.filter(updated_at__lt=old),
        "factor_codes": FactorCode.objects.filter(ends_at__lt=old),
        "invitations": Invitation.objects.filter(ends_at__lt=old),
        "notifications": Notification.objects.filter(read_at__lt=old),
        "messages": OutboxMessage.objects.filter(sent_at__lt=old),
    }
