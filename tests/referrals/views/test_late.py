"""What is late at the units: rows for those who call, counts for the officer above."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from referrals.models import LadderNotice, Referral
from tests.factories.endings import supervisor
from tests.factories.referrals import World, a_referral, person, world
from tests.factories.schools import municipality


pytestmark = pytest.mark.django_db
LATE = "/referrals/late/"


def a_late_one(w: World, rung: str = "agency") -> Referral:
    """Sent long ago and not received; told up to a rung."""
    row = a_referral(w)
    due = timezone.now() - dt.timedelta(days=9)
    Referral.objects.filter(pk=row.pk).update(due_at=due)
    LadderNotice.objects.create(referral=row, due_at=due, rung=rung, told_at=due)
    row.refresh_from_db()
    return row


def officer(w: World):
    return person("directorate_officer", directorate=w.school.directorate)


@pytest.mark.parametrize("who", ["unit_head", "supervisor"])
def test_who_calls_the_unit_reads_the_number_and_no_name(client_of, who):
    w = world()
    row = a_late_one(w)
    user = supervisor(w) if who == "supervisor" else w.unit_head

    text = client_of(user).get(LATE).content.decode()

    assert row.reference in text
    assert w.pupil.first_name not in text
    assert w.school.name not in text


def test_the_officer_reads_how_many_and_no_row(client_of):
    w = world()
    row = a_late_one(w)

    page = client_of(officer(w)).get(LATE)

    listing = page.context["listing"]
    place = w.unit.municipality.name
    assert list(listing.rows) == [{"place": place, "late": 1}]
    assert row.reference not in page.content.decode()


def test_what_the_agency_was_not_told_of_is_not_counted(client_of):
    w = world()
    a_late_one(w, rung="supervisor")

    assert client_of(officer(w)).get(LATE).context["listing"].count == 0


def test_a_rung_of_an_older_clock_counts_no_more(client_of):
    w = world()
    row = a_late_one(w)
    later = timezone.now() - dt.timedelta(hours=1)
    Referral.objects.filter(pk=row.pk).update(due_at=later)

    assert client_of(officer(w)).get(LATE).context["listing"].count == 0


def test_neighbours_read_nothing_of_it(client_of):
    w, far = world(), world(municipality=municipality("0201"))
    a_late_one(w)

    for user in (officer(far), supervisor(far), far.unit_head):
        assert client_of(user).get(LATE).context["listing"].count == 0


def test_others_find_no_such_page(client_of):
    w = world()

    assert client_of(w.protector).get(LATE).status_code == 404
    assert Client().get(LATE).status_code == 302
