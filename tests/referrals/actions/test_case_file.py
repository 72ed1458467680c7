"""Household, actions and the summer contact of a case."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from referrals.actions.case_actions import NoOwner, add_action, finish_action
from referrals.actions.cases import set_level
from referrals.actions.household import Nobody, NotOneself, add_member, remove_member
from referrals.actions.summers import name_summer_contact
from referrals.models import Case, CaseAction, HouseholdMember
from schools.models import OutreachHold
from tests.factories.referrals import a_case, world
from tests.factories.schools import enrolled, school_days


pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def w():
    cast = world()
    cast.extra["case"] = a_case(cast)
    return cast


def action(w, **given) -> CaseAction:
    values = {
        "case": w.extra["case"],
        "by": w.protector,
        "what": "Thirr gjyshen",
        "due_on": TODAY,
        "owner": w.protector.staff.posts.get(),
    }
    return add_action(**{**values, **given})


def test_a_member_of_the_household_is_named_or_is_a_pupil(w):
    sibling = enrolled(w.school)
    values = {"case": w.extra["case"], "by": w.protector, "relation": "sibling"}

    linked = add_member(**values, pupil=sibling, name="Emri nuk ruhet")
    again = add_member(**values, pupil=sibling)

    assert (linked.name, linked) == ("", again)
    with pytest.raises(Nobody):
        add_member(**values, name=" ")
    with pytest.raises(NotOneself):
        add_member(**values, pupil=w.pupil)


def test_a_brother_or_sister_is_not_called_about_either_while_listed(w):
    sibling = enrolled(w.school)
    held = OutreachHold.objects.filter(pupil=sibling, ends_at=None)

    member = add_member(
        case=w.extra["case"], by=w.protector, relation="sibling", pupil=sibling
    )
    assert held.count() == 1
    remove_member(member=member, by=w.protector)

    assert not held.exists()
    assert OutreachHold.objects.filter(pupil=w.pupil, ends_at=None).exists()


def test_whoever_is_taken_off_the_list_stays_as_history(w):
    one = add_member(
        case=w.extra["case"], by=w.protector, relation="mother", name="Prova"
    )

    remove_member(member=one, by=w.protector)

    one.refresh_from_db()
    assert one.removed_at is not None
    assert one.name == "Prova"


@pytest.mark.parametrize("wrong", [{"agency": "Policia"}, {"owner": None}])
def test_an_action_has_one_owner(w, wrong):
    with pytest.raises(NoOwner):
        action(w, **wrong)


def test_the_owner_is_counted_what_is_due_and_what_is_late(w):
    action(w)
    action(w, due_on=TODAY - dt.timedelta(days=1))
    action(w, due_on=TODAY + dt.timedelta(days=1))
    action(w, owner=None, agency="Policia", due_on=TODAY - dt.timedelta(days=1))

    mine = CaseAction.objects.of(w.protector)

    assert mine.due(TODAY).count() == 2
    assert mine.overdue(TODAY).count() == 1
    assert CaseAction.objects.overdue(TODAY).count() == 2
    assert CaseAction.objects.of(w.head).due(TODAY).count() == 0


def test_what_is_done_is_due_no_longer_and_keeps_its_first_note(w):
    one = action(w)

    finish_action(action=one, by=w.protector, note="Erdhi sot")
    again = finish_action(action=one, by=w.protector, note="Tjetër")

    assert again.done_note == "Erdhi sot"
    assert not CaseAction.objects.due(TODAY).exists()


def test_a_short_calendar_asks_from_its_first_day_and_no_calendar_never(w):
    set_level(
        case=w.extra["case"], by=w.protector, level="acute", reason="Sipas fjalëve"
    )

    def waiting(on: dt.date) -> int:
        return Case.objects.without_summer_contact(on).count()

    assert waiting(dt.date(2026, 9, 20)) == 0
    days = school_days(dt.date(2026, 9, 14), dt.date(2026, 9, 18))
    assert waiting(days[0] - dt.timedelta(days=1)) == 0
    assert waiting(days[0]) == 1


@pytest.mark.parametrize(
    ("level", "waits"), [("acute", 1), ("heightened", 1), ("standard", 0)]
)
def test_serious_cases_wait_for_a_summer_contact(w, level, waits):
    days = school_days(dt.date(2026, 9, 14), dt.date(2027, 6, 18))
    set_level(case=w.extra["case"], by=w.protector, level=level, reason="Sipas fjalëve")

    def waiting(on: dt.date) -> int:
        return Case.objects.without_summer_contact(on).count()

    assert waiting(days[-22]) == 0
    assert waiting(days[-21]) == waits
    assert waiting(dt.date(2027, 8, 20)) == waits
    name_summer_contact(
        case=w.extra["case"],
        by=w.protector,
        who="Halla",
        phone="069 000 0000",
        agreed=True,
        on=days[-21],
    )
    assert waiting(days[-21]) == 0


def test_a_contact_who_has_not_agreed_does_not_count(w):
    days = school_days(dt.date(2026, 9, 14), dt.date(2027, 6, 18))
    case = w.extra["case"]
    set_level(case=case, by=w.protector, level="acute", reason="Sipas fjalëve")

    name_summer_contact(
        case=case,
        by=w.protector,
        who="Halla",
        phone="069 000 0000",
        agreed=False,
        on=days[-3],
    )

    assert list(Case.objects.without_summer_contact(days[-3])) == [case]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("case_action_has_one_owner", {"agency": "Policia"}),
        ("case_action_has_one_owner", {"owner": None}),
        ("case_action_done_pair", {"done_at": timezone.now()}),
    ],
)
def test_the_database_refuses_an_action(w, name, values):
    one = action(w)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CaseAction.objects.filter(pk=one.pk).update(**values)


def test_the_database_refuses_an_unknown_relation_and_a_pupil_twice(w):
    values = {"case": w.extra["case"], "by": w.protector, "relation": "sibling"}
    first = add_member(**values, pupil=enrolled(w.school))
    second = add_member(**values, pupil=enrolled(w.school))
    rows = HouseholdMember.objects.filter(pk=second.pk)

    with (
        pytest.raises(IntegrityError, match="household_relation_known"),
        transaction.atomic(),
    ):
        rows.update(relation="neighbour")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(pupil=first.pupil)
