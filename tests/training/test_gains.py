"""C14 and C15 by hand and by the code, and never of fewer than ten people."""

import datetime as dt
from uuid import uuid4

import pytest

from schools.models import Post
from tests.factories.schools import (
    SchoolFactory,
    StaffFactory,
    granted_post,
    municipality,
    roster_post,
)
from tests.factories.training import completed, course, measured
from training.gain_indicators import gain_rows as gains_of_places
from training.gain_indicators import retention_rows
from training.gains import Means
from training.models import QuizAttempt, Refresher
from training.questions_report import gain_rows


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 22)


@pytest.fixture
def made():
    return measured(course(lessons=1))


def a_test(staff, item, score, **given):
    values = {"version": item.current, "seed": "s", "items_snapshot": []}
    values |= {"pass_mark": 0, "language": "sq", "client_id": uuid4()}
    values |= {"started_at": AT, "submitted_at": AT, "score": score, "passed": True}
    return QuizAttempt.objects.create(staff=staff, item=item, **values | given)


def asked_again(staff, made, score, *, day=90, later=0, renews=None):
    """A refresher so many days after a completion of that person."""
    item, on = made.item(made.module), AT.date() + dt.timedelta(days=later)
    completion = completed(staff, item, on=on, renews=renews)
    at = AT + dt.timedelta(days=later + day)
    return Refresher.objects.create(
        staff=staff,
        item=item,
        completion=completion,
        day_offset=day,
        items_snapshot=[],
        language="sq",
        started_at=at,
        submitted_at=at,
        score=score,
    )


def learnt(staff, made, *, before=40, after=70, kept=63):
    pre = a_test(staff, made.item(made.module.pre_test), before, form="A")
    post = made.item(made.module.post_test)
    given = {"form": "B", "before": pre, "gain": after - before}
    a_test(staff, post, after, **given)
    if kept is not None:
        asked_again(staff, made, kept)


def taught(school, made, count, **scores):
    people = [roster_post("teacher", school=school).staff for _ in range(count)]
    for person in people:
        learnt(person, made, **scores)
    return people


def test_the_gain_and_what_is_kept_are_the_means_of_the_same_people(made):
    for _ in range(10):
        learnt(StaffFactory(), made)
    learnt(StaffFactory(), made, before=40, after=70, kept=None)

    (row,) = gain_rows()

    assert (row.title, row.people, row.gain) == ("Moduli", 11, "+30.0")
    assert (row.normalised, row.later, row.retention) == ("0.50", 10, "0.90")


def test_of_nine_people_nothing_is_said(made):
    for _ in range(9):
        learnt(StaffFactory(), made)

    (row,) = gain_rows()

    assert (row.people, row.gain, row.normalised) == (9, "–", "–")
    assert (row.later, row.retention) == (9, "–")


def test_only_the_refresher_of_ninety_days_handed_in_counts(made):
    for _ in range(10):
        person = StaffFactory()
        learnt(person, made, kept=None)
        asked_again(person, made, 10, day=30)
    Refresher.objects.filter(day_offset=30).update(score=10)
    (before,) = gain_rows()
    Refresher.objects.update(day_offset=90, submitted_at=None, score=None)

    assert before.later == gain_rows()[0].later == 0


def test_a_person_asked_again_after_a_renewal_counts_once_with_the_first(made):
    for _ in range(10):
        learnt(StaffFactory(), made)
    first = Refresher.objects.order_by("pk")[0]
    asked_again(first.staff, made, 0, later=800, renews=first.completion)

    assert gain_rows()[0].retention == "0.90"


def test_a_refresher_before_the_test_after_the_module_measures_nothing(made):
    for _ in range(10):
        learnt(StaffFactory(), made)
    QuizAttempt.objects.update(submitted_at=AT + dt.timedelta(days=200))

    assert gain_rows()[0].later == 0


@pytest.mark.parametrize(
    ("earlier", "later", "normalised", "ratio"),
    [(100, 100, None, 1.0), (0, 0, 0.0, None), (50, 25, -0.5, 0.5)],
)
def test_where_nothing_could_be_gained_or_kept_there_is_no_figure(
    earlier, later, normalised, ratio
):
    means = Means(10, earlier, later)

    assert (means.normalised, means.ratio) == (normalised, ratio)


def test_the_indicators_say_the_sums_of_places_with_ten_people(made):
    here, other = municipality("1104"), municipality("0702")
    people = taught(SchoolFactory(municipality=here), made, 10)
    taught(SchoolFactory(municipality=other), made, 9)
    second = roster_post("teacher", school=SchoolFactory(municipality=here))
    Post.objects.filter(pk=second.pk).update(staff=people[0])
    analyst = granted_post("ministry_analyst").staff.user

    (gain,) = gains_of_places(analyst, DAY)
    (kept,) = retention_rows(analyst, DAY)

    assert (gain.place, gain.label, gain.period) == ("1104", "Moduli", "2026-11")
    assert (gain.numerator, gain.denominator) == (300, 600)
    assert (kept.place, kept.numerator, kept.denominator) == ("1104", 630, 700)


def test_who_steers_another_place_gets_no_row(made):
    school = SchoolFactory(municipality=municipality("1104"))
    taught(school, made, 10)
    elsewhere = granted_post(
        "directorate_officer",
        directorate=SchoolFactory(municipality=municipality("0702")).directorate,
    )
    own = granted_post("directorate_officer", directorate=school.directorate)

    assert len(list(gains_of_places(own.staff.user, DAY))) == 1
    assert len(list(retention_rows(own.staff.user, DAY))) == 1
    assert list(gains_of_places(elsewhere.staff.user, DAY)) == []
    assert list(retention_rows(elsewhere.staff.user, DAY)) == []


def test_many_modules_cost_what_one_costs(made, django_assert_num_queries):
    learnt(StaffFactory(), made)
    with django_assert_num_queries(3):
        gain_rows()
    for _ in range(3):
        other = measured(course(lessons=1))
        learnt(StaffFactory(), other)

    with django_assert_num_queries(3):
        assert len(gain_rows()) == 4
