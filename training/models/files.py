"""Files that lessons hand out or play: sound, film, a sheet. Never a child's paper.

What it is is decided by content (`training/file_kinds.py`), not by name; it lies in
the private folder and is given out by `training/views/files.py` to who is signed in.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.pictures import FileRefused
from portal.privacy import Kept, Privacy
from training.file_kinds import KINDS, MOST, FileKind, recognise


def private_storage() -> FileSystemStorage:
    return FileSystemStorage(location=settings.PRIVATE_ROOT / "lessons")


class LessonFile(models.Model):
    """`size` in bytes, `kind` a key of `file_kinds.KINDS`; both read from the file."""

    privacy = Privacy(plain="uid title file kind size", kept=Kept.TRAINING)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    file = models.FileField(
        _("file"),
        storage=private_storage,
        help_text=_("PDF, JPEG, PNG, MP3, M4A or MP4; at most 20 MB."),
    )
    kind = models.CharField(max_length=8, editable=False)
    size = models.PositiveIntegerField(editable=False)

    panels = [FieldPanel("title"), FieldPanel("file")]

    class Meta:
        verbose_name = _("file of a lesson")
        verbose_name_plural = _("files of lessons")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(KINDS)), name="lesson_file_kind"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def what(self) -> FileKind:
        return KINDS[self.kind]

    def clean(self) -> None:
        """A new file is looked into and stored under a name of our own."""
        super().clean()
        if not self.file or getattr(self.file, "_committed", True):
            return
        try:
            # One byte more than is allowed is enough to know that it is too large.
            kind, data = recognise(self.file.read(MOST + 1))
        except FileRefused as refused:
            raise ValidationError({"file": refused.sentence}) from refused
        self.kind, self.size = kind, len(data)
        self.file = ContentFile(data, name=f"{uuid.uuid4()}.{kind}")
