"""What the database refuses of plans, goals, reviews, sessions and the library."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from referrals.models import (
    CoachingActivity,
    CoachingPlan,
    CoachingSession,
    Goal,
    PlanReview,
    ScaleReading,
)
from tests.factories.coaching import (
    a_draft_plan,
    a_plan,
    a_review,
    a_session,
    an_activity,
    weeks_on,
)
from tests.factories.referrals import world
from tests.referrals.test_constraints import NOW, refused


pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(("said", "kept"), [("Luajtëm", 1), ("Folëm për motrën", 2)])
def test_a_talk_sent_twice_is_one_unless_it_says_something_else(said, kept):
    w = world()
    case, token = a_plan(w).case, uuid4()

    a_session(w, case, token=token, done="Luajtëm")
    a_session(w, case, token=token, done=said)

    assert CoachingSession.objects.count() == kept


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("coachingplan_assent_known", {"assent": "maybe"}),
        ("coachingplan_parent_known", {"parent": "maybe"}),
        ("coachingplan_started_whole", {"started_at": None}),
        ("coachingplan_started_whole", {"state": "draft"}),
        ("coachingplan_started_whole", {"assent": "no"}),
        ("coachingplan_started_whole", {"parent": ""}),
        ("coachingplan_ended_whole", {"state": "ended"}),
        ("coachingplan_ended_whole", {"outcome": "met"}),
        ("coachingplan_ended_whole", {"ended_at": NOW}),
    ],
)
def test_a_plan_is_refused(name, values):
    plan = a_plan(world())

    refused(CoachingPlan.objects.filter(pk=plan.pk), name, **values)


@pytest.mark.parametrize("days", [0, -1, 43, 400])
def test_a_review_day_stays_within_six_weeks(days):
    plan = a_plan(world())
    rows = CoachingPlan.objects.filter(pk=plan.pk)

    refused(
        rows,
        "coachingplan_review_in_six_weeks",
        review_on=timezone.localdate() + days * DAY,
    )


@pytest.mark.parametrize("days", [1, 42])
def test_a_review_day_up_to_six_weeks_is_fine(days):
    plan = a_plan(world())

    day = timezone.localdate() + days * DAY
    CoachingPlan.objects.filter(pk=plan.pk).update(review_on=day)

    plan.refresh_from_db()
    assert plan.review_on == day


def test_a_second_unfinished_plan_of_a_case_is_refused():
    w = world()
    plan = a_draft_plan(w)
    second = CoachingPlan(
        case=plan.case, school=w.school, created_at=NOW, created_by=w.protector
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("goal_three_at_most", {"number": 4}),
        ("goal_three_at_most", {"number": 0}),
        ("goal_now_on_scale", {"now_at": -3}),
        ("goal_wants_no_less", {"want_at": 3}),
        ("goal_wants_no_less", {"now_at": 1, "want_at": 0}),
    ],
)
def test_a_goal_is_refused(name, values):
    goal = a_draft_plan(world()).goals.get()

    refused(Goal.objects.filter(pk=goal.pk), name, **values)


def test_a_goal_has_its_number_once():
    plan = a_draft_plan(world(), goals=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        plan.goals.filter(number=2).update(number=1)


@pytest.mark.parametrize("weeks", [0, 7])
def test_the_next_review_is_refused_beyond_six_weeks(weeks):
    w = world()
    review = a_review(w, a_plan(w))
    rows = PlanReview.objects.filter(pk=review.pk)

    refused(rows, "planreview_next_in_six_weeks", next_on=weeks_on(weeks))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("coachingsession_minutes_if_held", {"minutes": None}),
        ("coachingsession_minutes_if_held", {"minutes": 4}),
        ("coachingsession_minutes_if_held", {"minutes": 121}),
        ("coachingsession_minutes_if_held", {"outcome": "missed"}),
        ("coachingsession_minutes_if_held", {"outcome": "lost"}),
        ("coachingsession_next_not_before", {"next_on": dt.date(2020, 1, 1)}),
    ],
)
def test_a_session_is_refused(name, values):
    w = world()
    session = a_session(w, a_plan(w).case)

    refused(CoachingSession.objects.filter(pk=session.pk), name, **values)


def test_a_reading_stays_on_the_scale_and_belongs_to_one_talk():
    w = world()
    plan = a_plan(w)
    session = a_session(w, plan.case, values={1: 1})
    review = a_review(w, plan)
    rows = ScaleReading.objects.filter(session=session)

    refused(rows, "scalereading_on_scale", value=3)
    refused(rows, "scalereading_of_one_talk", review=review)
    refused(rows, "scalereading_of_one_talk", session=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleReading.objects.filter(review=review).update(session=session, review=None)


def test_a_review_places_a_goal_once():
    w = world()
    plan = a_plan(w)
    review = a_review(w, plan)
    again = ScaleReading.objects.get(review=review)
    again.pk, again.uid = None, plan.uid

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("coachingactivity_ages", {"youngest": 5}),
        ("coachingactivity_ages", {"oldest": 19}),
        ("coachingactivity_ages", {"youngest": 15, "oldest": 11}),
        ("coachingactivity_minutes", {"minutes": 0}),
        ("coachingactivity_minutes", {"minutes": 90}),
        ("coachingactivity_purpose", {"purpose": "therapy"}),
    ],
)
def test_an_activity_is_refused(name, values):
    activity = an_activity()

    refused(CoachingActivity.objects.filter(pk=activity.pk), name, **values)
