"""Of the dated roster, how many: counted by hand and by the code."""

import datetime as dt

import pytest
from django.db.models import Q

from schools.models import Post, School
from tests.factories.schools import (
    SchoolFactory,
    StaffFactory,
    granted_post,
    municipality,
    roster_post,
)
from tests.factories.sessions import cast, closed
from tests.factories.training import an_award, completed, course, publish
from training.counted import Counted, counted
from training.coverage import (
    by_place,
    on_target,
    people_of,
    totals,
    with_figures,
)
from training.indicators import coverage_rows, led_rows


pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 22)


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def item(made):
    return made.item(made.module)


def module(item):
    return Counted(item, (item,))


def figures(school, item, day=DAY):
    one = School.objects.filter(pk=school.pk)
    row = by_place(one, "school", [module(item)], day).get()
    done, percent = getattr(row, f"done_{item.pk}"), getattr(row, f"percent_{item.pk}")
    return done, row.roster, percent


def teachers(school, count):
    return [roster_post("teacher", school=school).staff for _ in range(count)]


def test_one_of_three_is_33_percent_rounded_down(item):
    school = SchoolFactory()
    completed(teachers(school, 3)[0], item, on=DAY)

    assert figures(school, item) == (1, 3, 33)


def test_an_empty_roster_has_no_percentage(item):
    school = SchoolFactory()
    roster_post("protector", school=school)

    assert figures(school, item) == (0, 0, None)
    assert totals(Q(school=school), [module(item)], DAY)[0].percent is None


def test_a_teacher_without_an_account_is_in_the_denominator(item):
    school = SchoolFactory()
    teachers(school, 2)

    assert figures(school, item)[1] == 2


def test_a_lapsed_post_counts_neither_above_nor_below(item):
    school = SchoolFactory()
    gone, here = teachers(school, 2)
    completed(gone, item, on=dt.date(2026, 1, 10))
    completed(here, item, on=dt.date(2026, 1, 10))
    Post.objects.filter(staff=gone).update(ends_on=DAY - dt.timedelta(days=1))

    assert figures(school, item) == (1, 1, 100)
    assert figures(school, item, day=DAY - dt.timedelta(days=1)) == (2, 2, 100)


def test_a_post_counts_on_its_last_day_and_not_before_its_first(item):
    school = SchoolFactory()
    roster_post("teacher", school=school, ends_on=DAY)
    roster_post("teacher", school=school, starts_on=DAY + dt.timedelta(days=1))

    assert figures(school, item) == (0, 1, 0)


def test_a_closed_school_has_no_roster(item):
    school = SchoolFactory(closed_on=DAY)
    teachers(school, 1)

    assert figures(school, item) == (0, 0, None)


def test_expired_counts_as_lapsed_not_as_valid(item):
    school = SchoolFactory()
    first, second, _third = teachers(school, 3)
    completed(first, item, on=dt.date(2024, 11, 22), until=DAY)
    completed(second, item, on=dt.date(2025, 11, 22), until=DAY + dt.timedelta(days=1))

    total = totals(Q(school=school), [module(item)], DAY)[0]

    assert (total.valid, total.lapsed, total.never) == (1, 1, 1)
    assert figures(school, item) == (1, 3, 33)


def test_a_renewed_completion_counts_once(item):
    school = SchoolFactory()
    person = teachers(school, 1)[0]
    old = completed(person, item, on=dt.date(2023, 1, 1), until=dt.date(2025, 1, 1))
    new = completed_again(person, item, old)

    assert new.renews == old
    assert figures(school, item) == (1, 1, 100)


def completed_again(person, item, old):
    fields = {
        "staff": person,
        "item": item,
        "version": item.current,
        "route": "online",
        "completed_at": old.completed_at + dt.timedelta(days=800),
        "completed_on": dt.date(2026, 1, 1),
        "renews": old,
    }
    return type(old).objects.create(**fields)


def test_a_person_with_two_posts_counts_once_in_each_place_and_once_in_all(item):
    here, there = SchoolFactory(), SchoolFactory()
    person = StaffFactory()
    for school in (here, there, here):
        start = dt.date(2020, 9, 1 + Post.objects.count())
        roster_post("teacher", school=school, staff=person, starts_on=start)
    completed(person, item, on=DAY)

    assert figures(here, item) == figures(there, item) == (1, 1, 100)
    total = totals(Q(school__in=[here, there]), [module(item)], DAY)[0]
    assert (total.valid, total.roster) == (1, 1)


def test_a_completion_of_tomorrow_does_not_count_today(item):
    school = SchoolFactory()
    completed(teachers(school, 1)[0], item, on=DAY + dt.timedelta(days=1))

    assert figures(school, item) == (0, 1, 0)


def test_target_counts_leave_out_the_schools_without_a_roster(item):
    half, under, _empty = SchoolFactory(), SchoolFactory(), SchoolFactory()
    completed(teachers(half, 2)[0], item, on=DAY)
    completed(teachers(under, 3)[0], item, on=DAY)

    rows = by_place(School.objects.all(), "school", [module(item)], DAY)

    assert on_target(rows, module(item)) == {"reached": 1, "known": 2, "places": 3}


def test_the_names_of_a_school_are_those_on_its_roster(item):
    school, other = SchoolFactory(), SchoolFactory()
    mine = teachers(school, 2)
    teachers(other, 1)

    assert set(people_of(school, module(item), DAY)) == set(mine)


def test_only_what_is_published_for_teachers_is_counted(made, item):
    found = [one.item for one in counted()]

    assert found == [made.item(made.programme), item]

    made.module.audience = "protector"
    publish(made.module)

    assert counted() == []


def test_both_ways_of_counting_agree(item):
    for school in SchoolFactory.create_batch(3):
        for person in teachers(school, 3)[:2]:
            completed(person, item, on=DAY)

    one_by_one = by_place(School.objects.order_by("pk"), "school", [module(item)], DAY)
    in_one_pass = with_figures(
        School.objects.order_by("pk"), "school", [module(item)], DAY
    )

    def figures_of(rows):
        names = ("roster", f"done_{item.pk}", f"percent_{item.pk}")
        return [[getattr(row, name) for name in names] for row in rows]

    assert figures_of(one_by_one) == figures_of(in_one_pass) == [[3, 2, 66]] * 3


def test_the_indicator_has_a_row_for_each_municipality_in_reach(made):
    here = SchoolFactory(municipality=municipality("1104"))
    SchoolFactory(municipality=municipality("0702"))
    teachers(SchoolFactory(municipality=municipality("1104")), 3)
    an_award(teachers(here, 2)[0], made, issued_on=DAY)
    officer = granted_post("directorate_officer", directorate=here.directorate)
    analyst = granted_post("ministry_analyst")

    rows = list(coverage_rows(officer.staff.user, DAY))

    assert [(r.place, r.numerator, r.denominator) for r in rows] == [("1104", 1, 2)]
    assert len(list(coverage_rows(analyst.staff.user, DAY))) == 61


# --- Led by a school psychologist ------------------------------------------------------
def led(school, item, day=DAY):
    of = module(item)
    row = by_place(School.objects.filter(pk=school.pk), "school", [of], day).get()
    whole = totals(Q(school=school), [of], day)[0]
    place = with_figures([school], "school", [of], day)[0]
    found = getattr(row, f"led_{item.pk}"), getattr(row, f"led_percent_{item.pk}")
    assert (whole.led, whole.led_percent) == found
    assert getattr(place, f"led_{item.pk}") == found[0]
    return found


@pytest.mark.parametrize(
    ("profession", "led_by"), [("psychologist", 1), ("social_worker", 0)]
)
def test_a_session_counts_apart_when_a_psychologist_led_it(made, profession, led_by):
    who = cast(made=made, profession=profession)
    item = who.module
    completed(who.teachers[0], item, on=DAY)
    completed(who.teachers[1], item, on=DAY)
    closed(who, who.teachers[0])

    assert figures(who.school, item) == (2, 2, 100)
    assert led(who.school, item) == (led_by, led_by * 50)


def test_a_lapsed_completion_counts_for_no_psychologist(made):
    who = cast(made=made)
    completed(who.teachers[0], who.module, on=dt.date(2024, 1, 1), until=DAY)
    closed(who, who.teachers[0])

    assert led(who.school, who.module) == (0, 0)


def test_the_two_indicators_are_one_count(made):
    who = cast(made=made)
    for person in who.teachers:
        completed(person, who.module, on=DAY)
        an_award(person, made, issued_on=DAY)
    closed(who, who.teachers[1])
    user = granted_post("ministry_analyst").staff.user

    one, two = (
        {row.place: row for row in rows(user, DAY)}
        for rows in (coverage_rows, led_rows)
    )

    place = who.school.municipality.code
    assert (one[place].numerator, two[place].numerator) == (2, 1)
    assert one[place].denominator == two[place].denominator == 2
