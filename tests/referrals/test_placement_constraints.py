"""What the database refuses of a placement, whoever asks."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from referrals.models import Placement, PlacementCheck, PlacementEvent
from tests.factories.placements import a_placement, placed
from tests.factories.referrals import taken_to, world
from tests.referrals.test_constraints import refused


pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("placement_asked_by_a_unit", {"unit": None}),
        ("placement_has_its_key", {"key_uid": None}),
        ("placement_place_has_class", {"state": "place_found"}),
        ("placement_ended_pair", {"state": "not_possible"}),
        ("placement_ended_pair", {"ended_at": NOW}),
        ("placement_due_pair", {"due_step": ""}),
        ("placement_due_pair", {"due_step": "triage"}),
    ],
)
def test_a_placement_is_refused(name, values):
    placement = a_placement(world())

    refused(Placement.objects.filter(pk=placement.pk), name, **values)


def test_a_state_that_nobody_knows_is_refused():
    placement = placed(world(), "attending")  # with a class: no other rule speaks

    rows = Placement.objects.filter(pk=placement.pk)
    refused(rows, "placement_state_known", state="lost")


def test_a_child_that_attends_came_on_a_day():
    placement = placed(world(), "attending")

    rows = Placement.objects.filter(pk=placement.pk)
    refused(rows, "placement_attends_from_a_day", first_day_on=None)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("placementcheck_months_known", {"months": 2}),
        ("placementcheck_done_pair", {"done_on": NOW.date()}),
    ],
)
def test_a_check_is_refused(name, values):
    placed(world(), "attending")

    refused(PlacementCheck.objects.filter(months=1), name, **values)


def test_a_second_check_of_the_same_months_is_refused():
    placed(world(), "attending")

    with pytest.raises(IntegrityError), transaction.atomic():
        PlacementCheck.objects.filter(months=3).update(months=1)


def test_an_unknown_step_is_refused():
    a_placement(world())

    refused(PlacementEvent.objects.all(), "placementevent_verb_known", verb="lose")


def test_a_second_live_placement_of_a_referral_is_refused():
    w = world()
    referral = taken_to(w, "accepted")
    a_placement(w, referral=referral)
    second = a_placement(w)

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=second.pk).update(referral=referral)
