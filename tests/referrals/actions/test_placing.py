"""Asking a school for a place, and what the school does with it."""

import datetime as dt
from uuid import uuid4

import pytest

from portal.audit.models import AuditEvent
from portal.models import OutboxMessage
from referrals.actions.placement_work import (
    CheckDone,
    begin_coaching,
    do_check,
    say,
    write_for_class,
)
from referrals.actions.placing import (
    AskedAlready,
    PlacementChanged,
    PlacementLacksData,
    PlacementNotOpen,
    move_placement,
)
from referrals.models import Placement, PlacementCheck, PlacementEvent
from referrals.timeline import FIXED_TAGS, happenings
from tests.factories.placements import MONDAY, a_placement, checked, placed
from tests.factories.referrals import person, taken_to, world


pytestmark = pytest.mark.django_db
ASKED = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def test_the_school_has_two_working_days_to_confirm():
    placement = a_placement(world(), at=ASKED)

    due = placement.due_at.astimezone(dt.UTC)
    assert (placement.due_step, due.date()) == ("place_receipt", dt.date(2026, 11, 25))


def test_the_child_of_a_referral_is_placed_under_its_own_key():
    w = world()
    referral = taken_to(w, "accepted")

    placement = a_placement(w, referral=referral)

    assert placement.pupil == w.pupil
    assert placement.child_name == ""
    assert placement.key_uid == referral.key_uid


def test_a_form_sent_twice_asks_once():
    w, token = world(), uuid4()

    first = a_placement(w, token=token)
    second = a_placement(w, token=token)

    assert first == second
    assert PlacementEvent.objects.count() == 1


def test_a_referral_asks_one_school_at_a_time():
    w = world()
    referral = taken_to(w, "accepted")
    a_placement(w, referral=referral)

    with pytest.raises(AskedAlready):
        a_placement(w, referral=referral)


def test_a_placement_without_a_child_is_refused():
    with pytest.raises(PlacementLacksData):
        a_placement(world(), child_name=" ")


def test_the_first_day_plans_four_checks_and_stops_the_clock():
    w = world()

    placement = placed(w, "attending")

    days = list(placement.checks.order_by("months").values_list("months", "due_on"))
    assert placement.due_at is None
    assert days == [
        (1, dt.date(2026, 12, 30)),
        (3, dt.date(2027, 2, 28)),
        (6, dt.date(2027, 5, 30)),
        (12, dt.date(2027, 11, 30)),
    ]


def test_each_step_is_in_the_history_and_in_the_audit():
    w = world()

    placement = placed(w, "not_possible")

    verbs = list(placement.events.order_by("id").values_list("verb", flat=True))
    noted = AuditEvent.objects.filter(object_uid=placement.uid)
    assert verbs == ["ask", "receive", "not_possible"]
    assert {event.verb for event in noted} == {f"placement.{verb}" for verb in verbs}


def test_not_possible_asks_what_the_school_did():
    w = world()
    placement = placed(w, "received")

    with pytest.raises(PlacementLacksData) as lacking:
        move_placement(
            placement=placement, verb="not_possible", by=w.protector, text="S'ka vend"
        )

    assert [need.name for need in lacking.value.needs] == ["school_did"]


def test_the_unit_does_not_answer_for_the_school():
    w = world()
    placement = a_placement(w)

    with pytest.raises(PlacementNotOpen):
        move_placement(placement=placement, verb="receive", by=w.worker)


def test_two_people_do_not_overwrite_each_other():
    w = world()
    placement = a_placement(w)
    move_placement(placement=placement, verb="receive", by=w.protector, version=1)

    with pytest.raises(PlacementChanged):
        move_placement(
            placement=placement,
            verb="not_possible",
            by=w.protector,
            version=1,
            changes={"school_did": "Kërkuam"},
            text="S'ka",
        )


def test_the_other_side_is_told_and_never_oneself():
    w = world()
    placement = a_placement(w)

    to_school = set(OutboxMessage.objects.values_list("to", flat=True))
    say(placement=placement, by=w.protector, text="E morëm")
    to_unit = set(
        OutboxMessage.objects.exclude(to__in=to_school).values_list("to", flat=True)
    )

    assert to_school == {w.protector.pk}
    assert to_unit == {w.worker.pk, w.unit_head.pk}


def test_a_check_is_done_once():
    w = world()
    placement = placed(w, "attending")
    checked(w, placement)

    with pytest.raises(CheckDone):
        checked(w, placement)


def test_the_checks_of_a_day_and_the_late_ones_are_found():
    w = world()
    placed(w, "attending")
    first = dt.date(2026, 12, 30)

    assert PlacementCheck.objects.due(first).count() == 1
    assert PlacementCheck.objects.late(first).count() == 0
    assert PlacementCheck.objects.late(first + dt.timedelta(days=1)).count() == 1


def test_the_placements_of_a_day_and_the_late_ones_are_found():
    placement = a_placement(world(), at=ASKED)
    day = placement.due_at.date()

    assert list(Placement.objects.due(day)) == [placement]
    assert list(Placement.objects.new()) == [placement]
    assert not Placement.objects.late(placement.due_at)
    assert Placement.objects.late(placement.due_at + dt.timedelta(hours=1))


def test_a_placement_that_ended_takes_no_more_checks():
    w = world()
    placement = placed(w, "completed")
    check = placement.checks.order_by("months")[0]

    with pytest.raises(PlacementNotOpen):
        do_check(check=check, by=w.protector, done_on=MONDAY, how="Mirë")


def test_an_empty_text_takes_back_what_the_class_was_told():
    w = world()
    placement = placed(w, "place_found")
    row = write_for_class(
        placement=placement, by=w.protector, text="Ulet para", version=3
    )

    again = write_for_class(
        placement=row, by=w.protector, text=" ", version=row.version
    )

    assert again.for_class_at is None
    assert not Placement.objects.for_class()


def test_coaching_opens_the_schools_own_file_with_the_placement_on_its_timeline():
    w = world()
    referral = taken_to(w, "accepted")
    placement = a_placement(w, referral=referral)

    case = begin_coaching(placement=placement, by=w.protector, why="U vendos këtu")

    tags = [one.tag for one in happenings(case, w.protector).lines]
    assert case == referral.case
    assert FIXED_TAGS["placement"]["tag"] in tags


def test_a_child_on_no_roll_is_not_coached_before_it_is_on_the_roll():
    w = world()
    placement = placed(w, "received")

    with pytest.raises(PlacementNotOpen):
        begin_coaching(placement=placement, by=w.protector, why="Sepse")


def test_the_school_next_door_moves_nothing():
    w = world()
    placement = a_placement(w)

    with pytest.raises(PlacementNotOpen):
        move_placement(placement=placement, verb="receive", by=person("protector"))
