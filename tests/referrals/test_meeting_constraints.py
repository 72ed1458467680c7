"""What the database refuses of a meeting, whoever asks."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from referrals.models import AgendaItem, ItemAgency, Meeting, MeetingTask, Seat
from tests.factories.meetings import a_held_table, a_table, an_item, spoken
from tests.factories.referrals import taken_to, world
from tests.referrals.test_constraints import refused


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("meeting_group_is_of_one_referral", {"kind": "group"}),
        ("meeting_group_is_of_one_referral", {"kind": "party"}),
        ("meeting_held_is_closed", {"state": "held"}),
        ("meeting_held_is_closed", {"closed_at": timezone.now()}),
        ("meeting_held_is_closed", {"state": "lost"}),
    ],
)
def test_a_meeting_is_refused(name, values):
    meeting = a_table(world())

    refused(Meeting.objects.filter(pk=meeting.pk), name, **values)


def test_a_second_planned_group_of_a_referral_is_refused():
    w = world()
    taken_to(w, "group_called")
    first = Meeting.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(
            kind="group",
            unit=w.unit,
            referral=first.referral,
            at=first.at,
            called_at=first.called_at,
        )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("seat_of_post_or_agency", {"agency": ""}),
        ("seat_status_known", {"status": "late"}),
    ],
)
def test_a_seat_is_refused(name, values):
    a_table(world())

    refused(Seat.objects.all(), name, **values)


def test_a_second_seat_of_an_agency_is_refused():
    meeting = a_table(world())

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(meeting=meeting, agency=meeting.seats.get().agency)


def test_a_second_seat_of_a_post_is_refused():
    taken_to(world(), "group_called")
    seat = Seat.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(meeting=seat.meeting, post=seat.post)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("agendaitem_of_a_unit", {"unit": None}),
        ("agendaitem_written_pair", {"written_at": timezone.now()}),
    ],
)
def test_an_item_is_refused(name, values):
    item = an_item(world())

    refused(AgendaItem.objects.filter(pk=item.pk), name, **values)


def test_a_case_twice_on_one_agenda_is_refused():
    item = an_item(world())
    item.pk, item.uid = None, None

    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(
            meeting=item.meeting,
            referral=item.referral,
            school=item.school,
            unit=item.unit,
            position=2,
            proposed_at=item.proposed_at,
        )


def test_an_agency_without_a_name_or_twice_is_refused():
    w = world()
    item = an_item(w)
    spoken(w, item)

    refused(ItemAgency.objects.all(), "itemagency_has_a_name", agency="")
    named = ItemAgency.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemAgency.objects.create(
            item=item, agency=named.agency, school=item.school, unit=item.unit
        )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("meetingtask_has_an_owner", {"agency": ""}),
        ("meetingtask_has_an_owner", {"owner": "school"}),
        ("meetingtask_has_an_owner", {"owner": "nobody", "agency": ""}),
        ("meetingtask_done_pair", {"done_at": timezone.now()}),
        ("meetingtask_dropped_pair", {"dropped_at": timezone.now()}),
    ],
)
def test_a_task_is_refused(name, values):
    a_held_table(world())

    refused(MeetingTask.objects.all(), name, **values)


def test_a_task_done_and_dropped_is_refused():
    w = world()
    a_held_table(w)
    ended = {
        f"{way}_{what}": value
        for way in ("done", "dropped")
        for what, value in (("at", timezone.now()), ("by", w.worker))
    }

    refused(MeetingTask.objects.all(), "meetingtask_done_or_dropped", **ended)
