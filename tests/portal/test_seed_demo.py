"""The demonstration tells its story, the same for the same arguments."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone

from portal import clock
from portal.access import grants
from portal.audit.verifying import verify
from portal.demo import Demo
from portal.models import DemoSeed, User
from portal.permissions import Permission
from portal.roles import ROLES
from referrals.models import Case, Concern, Referral
from referrals.states import State
from schools.demo import story
from schools.demo.habits import near_days
from schools.demo.roll import child_code, roll_of
from schools.models import (
    Absence,
    AbsenceFlag,
    AttendanceTotal,
    Post,
    Pupil,
    RegisterDay,
    School,
)
from schools.totals import recorded_days
from training.counted import programmes
from training.coverage import by_place
from training.models import Award


ON = dt.date(2026, 11, 22)
NOON = timezone.make_aware(dt.datetime(2026, 11, 22, 12))  # noqa: DTZ001


def seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The small story, told once for this file and rolled back after it."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        transaction.atomic(),
    ):
        seed("--on", ON.isoformat())
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("told")


def place(code: str) -> School:
    return School.objects.get(code=code)


def flags(key: str) -> set[str]:
    rows = AbsenceFlag.objects.filter(pupil__code=child_code(key), standing=True)
    return set(rows.values_list("kind", flat=True))


# --- The command --------------------------------------------------------------------
def test_the_same_arguments_again_change_nothing():
    before = (Absence.objects.count(), Referral.objects.count(), User.objects.count())

    answer = seed("--on", ON.isoformat())

    after = (Absence.objects.count(), Referral.objects.count(), User.objects.count())
    assert "already" in answer
    assert before == after


def test_the_next_day_asks_for_no_other_story():
    assert "already" in seed()


@pytest.mark.parametrize(
    "other", [("--seed", "2"), ("--scale", "district"), ("--on", "2026-11-21")]
)
def test_another_story_is_refused(other: tuple[str, str]):
    with pytest.raises(CommandError) as refusal:
        seed(*other)

    assert refusal.value.returncode == 2
    assert DemoSeed.objects.count() == 1


def test_without_the_demo_nothing_is_written():
    with override_settings(DEMO=False), pytest.raises(CommandError) as refusal:
        seed()

    assert refusal.value.returncode == 2


def test_a_database_with_other_data_is_left_alone():
    with transaction.atomic():
        DemoSeed.objects.all().delete()
        with pytest.raises(CommandError) as refusal:
            seed()
        transaction.set_rollback(True)

    assert refusal.value.returncode == 2


def test_the_clock_is_told_nothing_outside_the_demo():
    with (
        override_settings(DEMO=False),
        pytest.raises(clock.NotTheDemo),
        clock.at(NOON),
    ):
        pass


def test_the_audit_trail_of_the_story_is_whole():
    assert verify().ok


# --- Places and people --------------------------------------------------------------
def test_eight_schools_in_two_qarks_are_plainly_examples():
    schools = School.objects.select_related("municipality__qark")

    assert schools.count() == 8
    assert len({school.municipality.qark_id for school in schools}) == 2
    assert all(school.name.endswith("(shembull)") for school in schools)


def test_every_name_is_plainly_fictional():
    surnames = {"Shembulli", "Prova", "Modeli"}

    assert set(Pupil.objects.values_list("last_name", flat=True)) == surnames


def test_every_role_has_an_account():
    held = {
        role
        for user in User.objects.filter(is_demo=True)
        for role in grants(user, on=ON).roles
    }

    assert held == set(ROLES)


def test_a_deputy_acts_for_the_protector_on_leave():
    deputy = User.objects.get(username=story.DEPUTY.login)

    with clock.at(NOON):
        acting = [g for g in grants(deputy).having(Permission.CASE_VIEW) if g.deputy]

    assert [g.place.id for g in acting] == [place(story.LULJA.code).pk]


def test_one_school_has_an_empty_roster():
    assert not Post.objects.filter(school=place(story.PORTA.code)).exists()


# --- Absence ------------------------------------------------------------------------
def test_one_pupil_stays_just_under_the_band_at_9_6_percent():
    total = AttendanceTotal.objects.get(pupil__code=child_code("near"))
    days = recorded_days([total], 2026)[total.pk]

    assert (total.absent, days) == near_days(55) == (5, 52)
    assert round(total.absent * 100 / days, 1) == 9.6
    assert total.tier == "notice"
    assert flags("near") == set()


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("chronic", "severe"),
        ("critical", "critical"),
        ("draft", "chronic"),
        ("row", "three_in_row"),
        ("parts", "part_days"),
        ("recent", "five_in_twenty"),
        ("never", "never_arrived"),
        ("vanished", "no_arrival"),
        ("unlisted", "vanished"),
    ],
)
def test_a_pupil_shows_each_reason(key: str, kind: str):
    assert kind in flags(key)


def test_yesterdays_register_is_missing_at_one_school():
    taken = RegisterDay.objects.filter(date=dt.date(2026, 11, 20))

    assert not taken.filter(school=place(story.YLLI.code)).exists()
    assert taken.count() == 7


def test_the_school_without_a_concern_misses_14_percent():
    school = place(story.FUSHA.code)
    days = RegisterDay.objects.filter(school=school).count()
    missed = AttendanceTotal.objects.filter(school=school).aggregate(n=Sum("absent"))

    share = missed["n"] * 100 / (days * school.pupils.count())

    assert round(share) == 14
    assert not Concern.objects.filter(school=school).exists()


# --- Casework -----------------------------------------------------------------------
def test_a_referral_stands_in_every_state():
    found = set(Referral.objects.values_list("state", flat=True))

    assert found == {state.value for state in State}


def test_one_referral_alone_is_late_by_three_days():
    late = Referral.objects.filter(due_at__lt=NOON)

    assert [(NOON - one.due_at).days for one in late] == [3]


@pytest.mark.parametrize("time", [dt.time(0, 10), dt.time(23, 59)])
def test_it_is_three_days_late_all_day_long(time: dt.time):
    moment = timezone.make_aware(dt.datetime.combine(ON, time))

    due = Referral.objects.get(due_at__lt=NOON).due_at

    assert (moment - due).days == 3


def test_one_referral_was_answered_in_two_hours():
    referral = Referral.objects.get(case__pupil__code=child_code("two_hours"))

    taken = referral.accepted_at - referral.submitted_at
    assert taken <= dt.timedelta(hours=2)


def test_no_unread_concern_is_late():
    assert not Concern.objects.filter(triaged_at=None, due_at__lt=NOON).exists()


def test_a_case_is_closed_and_others_are_open():
    assert Case.objects.exclude(closed_at=None).count() == 1
    assert Case.objects.open().count() > 10


# --- Training -----------------------------------------------------------------------
def test_two_schools_stand_on_either_side_of_the_half():
    item = programmes()[0]
    rows = by_place(School.objects.all(), "school", [item], ON)
    percent = {row.code: getattr(row, f"percent_{item.pk}") for row in rows}

    assert percent[story.URA.code] == 49
    assert percent[story.KODRA.code] == 51
    assert percent[story.PORTA.code] is None


def test_whoever_completed_has_an_award():
    assert Award.objects.count() == 74


# --- The telling --------------------------------------------------------------------
def test_the_same_seed_draws_the_same_and_another_does_not():
    one, same, other = Demo("small", 1, ON), Demo("small", 1, ON), Demo("small", 2, ON)

    assert one.rng("x").random() == same.rng("x").random()
    assert one.rng("x").random() != other.rng("x").random()


def test_a_roll_is_told_the_same_every_time():
    demo = Demo("small", 1, ON)

    first, again = (list(roll_of(story.PEMA, demo)) for _ in range(2))

    assert first == again
    assert first != list(roll_of(story.PEMA, Demo("small", 2, ON)))


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "9999-01-01"])
def test_a_day_that_is_none_is_refused_in_a_sentence(settings, day):
    settings.DEMO = True

    with pytest.raises(CommandError) as refused:
        call_command("seed_demo", "--on", day)

    assert refused.value.returncode == 2
    assert "2026-11-20" in str(refused.value)
