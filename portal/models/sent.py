"""Forms that were sent: the same one arriving twice is taken once."""

from django.db import models

from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy


class SentForm(UidModel):
    """`mark` is a keyed digest of who sent what from which page, not the text.

    `went` is where the first answer led; empty while it is still being made.
    """

    mark = models.CharField(max_length=64, unique=True)
    went = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    privacy = Privacy(plain="uid mark went at", kept=Kept.SHORT)
