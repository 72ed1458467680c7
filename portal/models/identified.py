"""Rows that have a public identity: a uid that says nothing about its order."""

import uuid

from django.db import models


class UidModel(models.Model):
    """Abstract: a bigint key for joins, a random uid for URLs, audit and sealing."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """The kind and the uid, never a person's name."""
        return f"{self._meta.verbose_name} {self.uid}"
