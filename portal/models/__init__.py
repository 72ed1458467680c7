"""The ground's tables: accounts, keys, invitations, held texts, outbox, history."""

from portal.audit.models import AuditEvent, AuditHead, AuditSubject
from portal.models.accounts import User
from portal.models.demo import DemoSeed
from portal.models.drafts import FormDraft
from portal.models.held import HeldPost
from portal.models.identified import UidModel
from portal.models.invitations import FactorCode, Invitation
from portal.models.keys import DataKey
from portal.models.notifications import CalendarFeed, Notification
from portal.models.outbox import OutboxMessage
from portal.models.sent import SentForm


__all__ = [
    "AuditEvent",
    "AuditHead",
    "AuditSubject",
    "CalendarFeed",
    "DataKey",
    "DemoSeed",
    "FactorCode",
    "FormDraft",
    "HeldPost",
    "Invitation",
    "Notification",
    "OutboxMessage",
    "SentForm",
    "UidModel",
    "User",
]
