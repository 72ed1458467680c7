"""The school year, its days in session, and the classes of the year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import UidModel
from portal.privacy import Kept, Privacy


class SchoolYear(models.Model):
    """1 September to 31 August; `start_year` 2026 is the year 2026–2027."""

    start_year = models.PositiveSmallIntegerField(unique=True)

    privacy = Privacy(plain="start_year", kept=Kept.PLACE)

    class Meta:
        verbose_name = _("school year")
        constraints = (
            models.CheckConstraint(
                condition=Q(start_year__gte=2000, start_year__lte=2100),
                name="school_year_plausible",
            ),
        )

    def __str__(self) -> str:
        return f"{self.start_year}–{self.start_year + 1}"


class SchoolDay(models.Model):
    """A day as the calendar says it: national (no school) or one school's own row.

    A date that is not listed is not a school day; a school's own row beats the
    national one (contract, import_data). `n` numbers the national days in session
    within the year, from 1; a closed day and a school's own row have none.
    """

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="days")
    school = models.ForeignKey(
        "schools.School", null=True, on_delete=models.PROTECT, related_name="own_days"
    )
    date = models.DateField()
    is_open = models.BooleanField()
    label = models.CharField(max_length=80, blank=True)
    n = models.PositiveSmallIntegerField(null=True)

    privacy = Privacy(plain="year school date is_open label n", kept=Kept.PLACE)

    class Meta:
        verbose_name = _("school day")
        constraints = (
            models.UniqueConstraint(
                fields=["date"],
                condition=Q(school=None),
                name="school_day_national_once",
            ),
            models.UniqueConstraint(
                fields=["school", "date"], name="school_day_school_once"
            ),
            models.CheckConstraint(
                condition=Q(n=None) | Q(is_open=True, school=None),
                name="school_day_number_of_open_national",
            ),
        )


class ClassGroup(UidModel):
    """A class of one year: grade and section, known in school as "7A"."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.PROTECT, related_name="classes"
    )
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT)
    grade = models.PositiveSmallIntegerField(null=True)
    section = models.CharField(max_length=10, blank=True)
    name = models.CharField(_("class"), max_length=20)

    privacy = Privacy(plain="uid school year grade section name", kept=Kept.PLACE)

    class Meta:
        verbose_name = _("class")
        constraints = (
            models.UniqueConstraint(
                fields=["school", "year", "name"], name="class_group_once_a_year"
            ),
        )
