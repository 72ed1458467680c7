"""What somebody has typed into a form and not yet sent."""

from django.db import models

from portal.crypto import EncryptedTextField
from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy


class FormDraft(UidModel):
    """The newest text of one person in one form, sealed; empty once it was sent.

    `page` is the page that kept it, `spent` the one that was sent last: a late save
    of a page that was sent brings nothing back.
    """

    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    page = models.UUIDField()
    spent = models.UUIDField(null=True)
    body = EncryptedTextField()
    updated_at = models.DateTimeField()

    privacy = Privacy(
        plain="uid user key page spent updated_at", sensitive="body", kept=Kept.SHORT
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="draft_one_per_form"),
        )
