"""Places, posts and pupils for tests. `granted_post` is how a person may do things."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from portal.roles import ROLES, PlaceKind
from schools.models import (
    ClassGroup,
    Directorate,
    Enrolment,
    Municipality,
    Post,
    ProtectionUnit,
    Pupil,
    School,
    SchoolDay,
    SchoolYear,
    StaffMember,
)
from tests.factories.portal import UserFactory


def municipality(code: str = "1104") -> Municipality:
    """A municipality of the migrated sixty-one (default Tiranë)."""
    return Municipality.objects.get(code=code)


class DirectorateFactory(factory.django.DjangoModelFactory):
    """A regional directorate."""

    class Meta:
        model = Directorate

    code = factory.Sequence(lambda n: f"D{n:03}")
    name = factory.LazyAttribute(lambda d: f"Drejtoria {d.code} (shembull)")


class SchoolFactory(factory.django.DjangoModelFactory):
    """A nine-year school in Tiranë."""

    class Meta:
        model = School

    code = factory.Sequence(lambda n: f"0{n:05}")
    name = factory.LazyAttribute(lambda s: f"Shkolla {s.code} (shembull)")
    type = "basic"
    municipality = factory.LazyFunction(municipality)
    directorate = factory.SubFactory(DirectorateFactory)


class UnitFactory(factory.django.DjangoModelFactory):
    """A child protection unit with an account (default: of Tiranë)."""

    class Meta:
        model = ProtectionUnit
        django_get_or_create = ("municipality",)

    municipality = factory.LazyFunction(municipality)
    name = factory.LazyAttribute(lambda u: f"NJMF {u.municipality.name} (shembull)")
    telephone = "04 000 0000"
    has_account = True


class YearFactory(factory.django.DjangoModelFactory):
    """The school year 2026–2027."""

    class Meta:
        model = SchoolYear
        django_get_or_create = ("start_year",)

    start_year = 2026


class ClassFactory(factory.django.DjangoModelFactory):
    """A class 7A."""

    class Meta:
        model = ClassGroup
        django_get_or_create = ("school", "year", "name")

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(YearFactory)
    grade = 7
    section = "A"
    name = "7A"


class StaffFactory(factory.django.DjangoModelFactory):
    """An adult without an account."""

    class Meta:
        model = StaffMember

    staff_code = factory.Sequence(lambda n: f"S{n:05}")
    first_name = "Prova"
    last_name = "Modeli"


class PupilFactory(factory.django.DjangoModelFactory):
    """A pupil; give `school` and `class_group`, or use `enrolled`."""

    class Meta:
        model = Pupil

    code = factory.Sequence(lambda n: f"00{n:06}")
    first_name = "Ana"
    last_name = "Shembulli"
    father_name = "Gëzim"
    birth_date = dt.date(2014, 3, 1)
    sex = "f"


def place_for(role: str, **places: Any) -> dict[str, Any]:
    """The place field of a role: the one given, or a fresh one."""
    kind = ROLES[role].place
    makers = {
        PlaceKind.SCHOOL: ("school", SchoolFactory),
        PlaceKind.UNIT: ("unit", UnitFactory),
        PlaceKind.DIRECTORATE: ("directorate", DirectorateFactory),
        PlaceKind.MUNICIPALITY: ("municipality", municipality),
    }
    if kind not in makers:
        return {}
    field, make = makers[kind]
    return {field: places.get(field) or make()}


def granted_post(role: str = "protector", *, user: Any = None, **given: Any) -> Post:
    """A post that gives rights, with a person and an account behind it.

    `granted_post("teacher", school=s, classes=[group])`; `.staff.user` signs in.
    """
    classes = given.pop("classes", [])
    account = user or UserFactory()
    staff = getattr(account, "staff", None) or StaffFactory(user=account)
    post = roster_post(role, staff=staff, granted_at=timezone.now(), **given)
    post.classes.set(classes)
    return post


def roster_post(role: str = "teacher", *, staff: Any = None, **given: Any) -> Post:
    """A post on the roster; without `granted_at` it opens nothing."""
    place = place_for(role, **given)
    others = {name: value for name, value in given.items() if name not in place}
    others.setdefault("starts_on", dt.date(2020, 9, 1))
    if role == "table_member":
        others.setdefault("agency", "policia")
    return Post.objects.create(
        staff=staff or StaffFactory(), role=role, **place, **others
    )


def enrolled(school: School, *, group: ClassGroup | None = None, **given: Any) -> Pupil:
    """A pupil on the roll of a school since 1 September 2026."""
    starts_on = given.pop("starts_on", dt.date(2026, 9, 1))
    place = group or ClassFactory(school=school)
    pupil = PupilFactory(school=school, class_group=place, **given)
    Enrolment.objects.create(
        pupil=pupil, school=school, class_group=place, starts_on=starts_on
    )
    return pupil


def school_days(
    first: dt.date, last: dt.date, year: SchoolYear | None = None
) -> list[dt.date]:
    """Opens every weekday from first to last nationally; returns the dates."""
    where = year or YearFactory()
    span = (first + dt.timedelta(n) for n in range((last - first).days + 1))
    days = [day for day in span if day.weekday() < 5]
    SchoolDay.objects.bulk_create(
        SchoolDay(year=where, date=day, is_open=True, n=n)
        for n, day in enumerate(days, 1)
    )
    return days
