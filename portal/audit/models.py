"""The audit trail: append-only rows in sixteen hash chains.

History has no foreign keys: it neither blocks nor follows a deletion. The hash is
over the stored canonical text, so it can be checked anywhere, without this code.
Source: design.md section 9, research/security.md 3c.
"""

from typing import Any, NoReturn

from django.db import models

from portal.privacy import Kept, Privacy


CHAINS = 16


class AuditImmutable(Exception):
    """Somebody tried to change or delete history."""


class AuditHead(models.Model):
    """The last link of each chain; moved by a trigger when an event is added."""

    chain = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    privacy = Privacy(plain="chain seq hash", kept=Kept.AUDIT)

    class Meta:
        db_table = "portal_audit_head"


class AuditEvent(models.Model):
    """One act or one reading: who, when, which verb, on what. Never content."""

    chain = models.PositiveSmallIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_uid = models.UUIDField(null=True)
    body = models.TextField()  # the canonical text that is hashed
    hash = models.CharField(max_length=64)

    privacy = Privacy(
        plain="chain seq at verb object_type object_uid body hash",
        personal="actor",
        kept=Kept.AUDIT,
    )

    class Meta:
        db_table = "portal_audit_event"
        constraints = (
            models.UniqueConstraint(
                fields=["chain", "seq"], name="audit_event_chain_seq_once"
            ),
        )
        indexes = (
            models.Index(fields=["object_uid", "-id"], name="audit_event_object"),
            models.Index(fields=["actor", "-id"], name="audit_event_actor"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds a new event; refuses to change an old one."""
        if not self._state.adding:
            raise AuditImmutable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused: history is not deleted."""
        raise AuditImmutable


class AuditSubject(models.Model):
    """Which children an event is about: an index that can be rebuilt from bodies."""

    event = models.ForeignKey(
        AuditEvent, on_delete=models.DO_NOTHING, related_name="subjects"
    )
    uid = models.UUIDField()

    privacy = Privacy(plain="event", personal="uid", kept=Kept.AUDIT)

    class Meta:
        db_table = "portal_audit_subject"
        indexes = (models.Index(fields=["uid", "-event"], name="audit_subject_uid"),)
