"""Compares stored totals with the rows they come from; exit 1 on a difference."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from schools.models import Absence, AttendanceTotal
from schools.school_days import start_year_of, year_bounds
from schools.totals import differences


PUPILS_AT_ONCE = 2_000


class Command(BaseCommand):
    """Exit 0: all totals are what the rows say; 1: some are not."""

    help = "Proves the totals of absences by recomputing them from the rows."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = wrong = 0
        for year in self._years():
            pupils = iter(self._pupils(year))
            while part := list(islice(pupils, PUPILS_AT_ONCE)):
                checked += len(part)
                wrong += sum(1 for _pupil in differences(part, year))
        self.stdout.write(
            ngettext("%(n)s total checked.", "%(n)s totals checked.", checked)
            % {"n": checked}
        )
        if wrong:
            self.stderr.write(
                ngettext(
                    "%(n)s total is not what the rows say.",
                    "%(n)s totals are not what the rows say.",
                    wrong,
                )
                % {"n": wrong}
            )
            raise SystemExit(1)

    def _years(self) -> list[int]:
        ends = Absence.objects.order_by("date").values_list("date", flat=True)
        first, last = ends.first(), ends.last()
        stored = AttendanceTotal.objects.values_list("start_year", flat=True).distinct()
        years = set(stored)
        if first and last:
            years |= set(range(start_year_of(first), start_year_of(last) + 1))
        return sorted(years)

    def _pupils(self, year: int) -> list[int]:
        first, last = year_bounds(year)
        missed = Absence.objects.filter(date__gte=first, date__lte=last)
        counted = AttendanceTotal.objects.filter(start_year=year)
        return sorted(
            set(missed.values_list("pupil_id", flat=True).distinct())
            | set(counted.values_list("pupil_id", flat=True))
        )
