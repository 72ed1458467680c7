"""Texts held for somebody whose session ended while they were writing."""

from django.db import models

from portal.crypto import EncryptedTextField
from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy


class HeldPost(UidModel):
    """A form that arrived after the sign-out, sealed until its writer is back."""

    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    body = EncryptedTextField()
    created_at = models.DateTimeField()

    privacy = Privacy(
        plain="uid user path created_at", sensitive="body", kept=Kept.SHORT
    )
