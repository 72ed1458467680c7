"""One imported file: its options, its staged rows until the commit, its outcome."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.crypto import EncryptedTextField
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy


if TYPE_CHECKING:
    from portal.models import User


class ImportKind(models.TextChoices):
    CALENDAR = "calendar", _("Calendar")
    DIRECTORATES = "directorates", _("Directorates")
    SCHOOLS = "schools", _("Schools")
    STAFF = "staff", _("Staff")
    PUPILS = "pupils", _("Pupils")
    ABSENCES = "absences", _("Absences")


class ImportBatchQuerySet(VisibleQuerySet["ImportBatch"]):
    """A file in the making is seen by the one who sent it, nobody else."""

    def visible_to(self, user: "User", permission: Permission) -> Self:
        return self.filter(created_by=user)


class ImportBatch(UidModel):
    """A file on its way in. The same file, started again, goes on where it stopped."""

    class State(models.TextChoices):
        STAGING = "staging", _("being read")
        STAGED = "staged", _("read, waiting for your decision")
        COMMITTED = "committed", _("taken in")
        UNDONE = "undone", _("taken back")

    kind = models.CharField(max_length=12, choices=ImportKind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.STAGING)
    sha256 = models.CharField(max_length=64, db_index=True)
    file_name = EncryptedTextField(blank=True, default="")
    stored_as = models.CharField(max_length=60, blank=True, default="")
    header = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    privacy = Privacy(
        plain="uid kind state sha256 stored_as header columns options rows new changed"
        " same refused removed findings created_by created_at committed_at",
        sensitive="file_name",
        kept=Kept.ROLL,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="batch_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["staging", "staged"], committed_at__isnull=True)
                | Q(state__in=["committed", "undone"], committed_at__isnull=False),
                name="batch_commit_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.uid}"


class StagedChunk(UidModel):
    """Up to 2,000 rows of a file, sealed: the unit in which staging goes on.

    After the commit only the refused rows stay, for the error file.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = EncryptedTextField()
    refused = models.JSONField(default=dict)

    privacy = Privacy(
        plain="uid batch number refused", sensitive="content", kept=Kept.SHORT
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="chunk_once_a_batch"
            )
        ]

    def __str__(self) -> str:
        return f"Chunk {self.number}"


class ImportTrace(UidModel):
    """What a committed file wrote, sealed, so that it can be taken back for a time."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="traces")
    number = models.PositiveIntegerField()
    content = EncryptedTextField()

    privacy = Privacy(plain="uid batch number", sensitive="content", kept=Kept.SHORT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="trace_once_a_batch"
            )
        ]

    def __str__(self) -> str:
        return f"Trace {self.number}"


class ColumnMapping(UidModel):
    """Which header of a person's files means which of our columns, once told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ImportKind.choices)
    headers = models.JSONField(default=dict)  # folded header -> column, "" to skip

    privacy = Privacy(plain="uid user kind headers", kept=Kept.ACCOUNT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="mapping_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"Mapping {self.kind}"
