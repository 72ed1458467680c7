"""The calendar says how much is due when, on the page and in the feed, and names nobody."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from portal.actions.feeds import end_feed, make_feed, reader_of
from portal.agenda import Entry, as_ics
from portal.audit.models import AuditEvent
from portal.hooks import CalendarDay
from portal.models import CalendarFeed
from referrals.actions.cases import add_note
from referrals.due_days import due_days
from tests.factories.meetings import a_table
from tests.factories.referrals import DAY, SEEN, a_case, a_referral, taken_to, world
from tests.factories.schools import enrolled


pytestmark = pytest.mark.django_db
TOMORROW = dt.timedelta(days=1)


def due_tomorrow(w) -> None:
    day = timezone.localdate() + TOMORROW
    add_note(case=a_case(w), by=w.protector, text=SEEN, next_on=day, token=uuid4())


def feed(client, key: str):
    return client.get("/calendar/feed.ics", {"key": key})


def test_the_page_shows_what_is_due_and_where(client_of):
    w = world()
    due_tomorrow(w)
    client = client_of(w.protector)
    client.cookies["language"] = "en"

    page = client.get("/calendar/").content.decode()

    assert "1 next step" in page
    assert "/referrals/cases/?show=due" in page
    assert w.pupil.first_name not in page


def test_a_meeting_leads_to_the_meetings(client_of):
    w = world()
    a_table(w, at=timezone.now() + TOMORROW)
    client = client_of(w.unit_head)
    client.cookies["language"] = "en"

    page = client.get("/calendar/").content.decode()

    assert '<a class="govuk-link" href="/referrals/meetings/">1 meeting</a>' in page


def test_the_feed_is_a_calendar_without_a_name_a_school_or_a_number(client):
    w = world()
    due_tomorrow(w)
    w.pupil = enrolled(w.school, first_name="Zymra")
    sent = a_referral(w)
    key = make_feed(by=w.protector)

    answer = feed(client, key)

    calendar = Calendar.from_ical(answer.content)
    titles = [str(event["summary"]) for event in calendar.walk("VEVENT")]
    text = answer.content.decode()
    assert "1 next step" in titles
    for secret in (
        "Zamira", "Zymra", w.school.name, w.unit.name, sent.reference,
        sent.case.reference, SEEN,
    ):  # fmt: skip
        assert secret not in text
    assert answer["Content-Type"].startswith("text/calendar")


def test_two_case_groups_at_one_hour_are_counted_as_two():
    w = world()
    taken_to(w, "group_called")
    other = enrolled(w.school, first_name="Zymra")
    taken_to(w, "group_called", case=a_case(w, pupil=other))

    (day,) = [one for one in due_days(w.worker, DAY, DAY) if one.kind == "meeting"]

    assert day.count == 2


def test_two_meetings_of_one_day_are_two_entries_of_the_feed():
    nine = timezone.now().replace(hour=9, minute=0)
    days = [
        CalendarDay(nine.date(), "meeting", at=at)
        for at in (nine, nine + dt.timedelta(hours=3))
    ]
    user = world().protector

    feed_of = as_ics(user, [Entry(day, "1 meeting") for day in days], nine)

    uids = [event["uid"] for event in Calendar.from_ical(feed_of).walk("VEVENT")]
    assert len(set(uids)) == 2


@pytest.mark.parametrize("key", ["", "wrong", "aaaaa-bbbbb-ccccc-ddddd"])
def test_without_the_right_key_there_is_nothing(client, key):
    make_feed(by=world().protector)

    assert feed(client, key).status_code == 404


def test_a_new_address_ends_the_old_one_and_ending_it_ends_both(client):
    w = world()
    first = make_feed(by=w.protector)
    second = make_feed(by=w.protector)

    assert feed(client, first).status_code == 404
    assert feed(client, second).status_code == 200
    end_feed(by=w.protector)
    assert feed(client, second).status_code == 404


def test_the_table_does_not_keep_the_key():
    w = world()
    key = make_feed(by=w.protector)

    assert key not in CalendarFeed.objects.get().token_hash
    assert reader_of(key) == w.protector


def test_a_closed_account_feeds_nothing(client):
    w = world()
    key = make_feed(by=w.protector)
    w.protector.is_active = False
    w.protector.save()

    assert feed(client, key).status_code == 404


def test_a_post_that_ended_empties_the_feed(client):
    w = world()
    due_tomorrow(w)
    key = make_feed(by=w.protector)
    w.protector.staff.posts.update(ends_on=timezone.localdate() - TOMORROW)

    assert b"VEVENT" not in feed(client, key).content


def test_making_and_ending_the_address_is_in_the_history(client_of):
    w = world()
    client = client_of(w.protector)

    shown = client.post("/calendar/address/").content.decode()
    client.post("/calendar/address/", {"end": "1"})

    assert "/calendar/feed.ics?key=" in shown
    verbs = AuditEvent.objects.filter(verb__startswith="calendar.")
    assert verbs.count() == 2


def test_the_calendar_costs_the_same_with_thirty_steps(client_of):
    w = world()
    due_tomorrow(w)
    client = client_of(w.protector)
    client.get("/calendar/")
    with CaptureQueriesContext(connection) as one:
        client.get("/calendar/")

    for _n in range(29):
        w.pupil = enrolled(w.school)
        due_tomorrow(w)
    with CaptureQueriesContext(connection) as thirty:
        client.get("/calendar/")

    assert len(thirty) == len(one) <= 10
