"""Where things happen: qarks, municipalities, directorates, schools, units.

A school has two parents: its directorate (schooling) and its municipality
(protection). That pair drives all scoping. Source: design.md section 4.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.models import UidModel
from portal.privacy import Kept, Privacy


class Qark(models.Model):
    """One of the twelve counties; the code is ISO 3166-2."""

    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=60)

    privacy = Privacy(plain="code name", kept=Kept.PLACE)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One of the sixty-one; found by name or alias with the accents folded."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=60)
    aliases = models.CharField(max_length=120, blank=True)  # separated by ;
    qark = models.ForeignKey(Qark, on_delete=models.PROTECT)
    tile_col = models.PositiveSmallIntegerField()
    tile_row = models.PositiveSmallIntegerField()

    privacy = Privacy(plain="code name aliases qark tile_col tile_row", kept=Kept.PLACE)

    class Meta:
        verbose_name = _("municipality")
        constraints = (
            models.UniqueConstraint(
                fields=["tile_col", "tile_row"], name="municipality_tile_once"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def names(self) -> list[str]:
        """The name and every alias."""
        return [self.name, *filter(None, self.aliases.split(";"))]


class Directorate(UidModel):
    """A regional directorate or a local office under one; dated, for they change."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="offices"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    privacy = Privacy(plain="uid code name parent starts_on ends_on", kept=Kept.PLACE)

    class Meta:
        verbose_name = _("directorate")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(starts_on=None)
                | Q(ends_on__gte=F("starts_on")),
                name="directorate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="directorate_not_own_parent",
            ),
        )

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    """Schools; a school is not a person, its list is public knowledge."""

    def open_on(self, day: dt.date) -> Self:
        """The schools that are not closed on that day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class School(UidModel):
    """A school with its national code and its two parents."""

    class Type(models.TextChoices):
        """The school types of the contract (import_data)."""

        KINDERGARTEN = "kindergarten", _("Kindergarten")
        PRIMARY = "primary", _("Primary")
        LOWER_SECONDARY = "lower_secondary", _("Lower secondary")
        BASIC = "basic", _("Nine-year")
        UPPER_SECONDARY = "upper_secondary", _("Upper secondary")
        COMBINED = "combined", _("Combined")
        VOCATIONAL = "vocational", _("Vocational")
        SPECIAL = "special", _("Special")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    directorate = models.ForeignKey(Directorate, on_delete=models.PROTECT)
    closed_on = models.DateField(null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    privacy = Privacy(
        plain="uid code name type municipality directorate closed_on",
        kept=Kept.PLACE,
    )

    class Meta:
        verbose_name = _("school")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    type__in=(
                        "kindergarten",
                        "primary",
                        "lower_secondary",
                        "basic",
                        "upper_secondary",
                        "combined",
                        "vocational",
                        "special",
                    )
                ),
                name="school_type_known",
            ),
        )

    def __str__(self) -> str:
        return f"school {self.code}"


class ProtectionUnit(UidModel):
    """The child protection unit (CPU, NJMF) of a municipality, as an organisation."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="unit"
    )
    name = models.CharField(_("name"), max_length=120)
    telephone = models.CharField(_("telephone"), max_length=40)
    address = models.CharField(_("address"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    has_account = models.BooleanField(default=False)
    protocol_signed_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        plain="uid municipality name telephone address email has_account"
        " protocol_signed_on",
        kept=Kept.PLACE,
    )

    class Meta:
        verbose_name = _("child protection unit")

    def __str__(self) -> str:
        return self.name
