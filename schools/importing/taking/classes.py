"""Finds classes by school, year and name for a chunk of rows; makes missing ones."""

from collections.abc import Iterable

from schools.class_names import ClassName, read
from schools.models import ClassGroup, SchoolYear


Wanted = tuple[int, int, str]  # school, start year, text


class Classes:
    """Classes of some schools and years: three queries for a chunk, however long."""

    def __init__(self) -> None:
        self._years: dict[int, int] = {}
        self._ids: dict[tuple[int, int, str], int] = {}

    def preload(self, schools: Iterable[int], start_years: Iterable[int]) -> None:
        self._ids = {}
        rows = ClassGroup.objects.filter(
            school__in=set(schools), year__start_year__in=set(start_years)
        )
        for pk, school, year, name in rows.values_list(
            "pk", "school_id", "year__start_year", "name"
        ):
            self._ids[school, year, read(name).key] = pk

    def id_of(self, wanted: Wanted) -> int | None:
        """The class, or None as long as it has not been made."""
        school, year, text = wanted
        return self._ids.get((school, year, read(text).key))

    def make(self, wanted: Iterable[Wanted]) -> None:
        """Make those that do not exist yet."""
        missing: dict[tuple[int, int, str], ClassName] = {}
        for school, year, text in wanted:
            name = read(text)
            if (school, year, name.key) not in self._ids:
                missing.setdefault((school, year, name.key), name)
        if not missing:
            return
        for year in {year for _school, year, _key in missing} - set(self._years):
            self._years[year] = SchoolYear.objects.get_or_create(start_year=year)[0].pk
        made = ClassGroup.objects.bulk_create(
            ClassGroup(
                school_id=school,
                year_id=self._years[year],
                grade=name.grade,
                section=name.section,
                name=name.name,
            )
            for (school, year, _key), name in missing.items()
        )
        for key, group in zip(missing, made, strict=True):
            self._ids[key] = group.pk
