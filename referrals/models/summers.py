"""Who keeps an eye on a child while the school is closed."""

from django.conf import settings
from django.db import models

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.models.cases import Case
from referrals.models.of_case import OfCaseQuerySet
from referrals.models.rows import ChildRow


class SummerContact(ChildRow):
    """For the summer that ends a school year; the latest row counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="summers")
    start_year = models.PositiveSmallIntegerField()
    who = EncryptedTextField()
    phone = EncryptedTextField()
    agreed = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfCaseQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case start_year agreed at",
        personal="by",
        sensitive="who phone",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [models.Index(fields=["case", "start_year"], name="summer_of_case")]

    def __str__(self) -> str:
        return f"Summer contact {self.uid}"
