"""What `load_content` last brought in, so that it knows an editor's hand."""

from django.db import models

from portal.privacy import Kept, Privacy


class LoadedContent(models.Model):
    """`path` is the content path ("t1/lesson-1"); the hash is of the content as
    loaded. When the site holds something else, a person changed it."""

    privacy = Privacy(plain="path language content_hash loaded_at", kept=Kept.TRAINING)

    path = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "language"], name="loaded_content_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.language}"
