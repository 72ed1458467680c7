"""A concern unread in time moves on: protector, deputy, supervisor."""

import datetime as dt

import pytest

from portal.audit.models import AuditEvent
from portal.models import Notification, OutboxMessage
from referrals.actions.concern_turns import escalate_unread
from referrals.actions.concerns import read_concern
from referrals.actions.reminding import remind
from referrals.models import Concern
from schools.models import Post, PostCover
from tests.factories.referrals import a_concern, a_staff_concern, person, world
from tests.factories.schools import granted_post


pytestmark = pytest.mark.django_db
FRIDAY = dt.datetime(2026, 11, 20, 14, 0, tzinfo=dt.UTC)
LATER = FRIDAY + dt.timedelta(days=30)


def supervised():
    w = world()
    w.extra["supervisor"] = person("supervisor", directorate=w.school.directorate)
    return w


def turn_of(concern) -> tuple[str, str]:
    row = Concern.objects.select_related("owner__staff__user").get(pk=concern.pk)
    return row.turn, row.owner.staff.user.username if row.owner else ""


def without_protector(w) -> None:
    Post.objects.filter(school=w.school, role="protector").update(granted_at=None)


def with_deputy(w):
    deputy = granted_post("protector")
    Post.objects.filter(staff__user=w.protector).update(deputy=deputy.staff)
    return deputy.staff.user


def test_it_begins_with_the_protector():
    w = supervised()

    assert turn_of(a_concern(w)) == ("protector", w.protector.username)


def test_without_a_protector_the_supervisor_has_it_at_once_and_is_told():
    w = supervised()
    without_protector(w)

    concern = a_concern(w)

    assert turn_of(concern) == ("supervisor", w.extra["supervisor"].username)
    assert OutboxMessage.objects.get().to == w.extra["supervisor"]


def test_without_a_supervisor_the_head_has_it():
    w = world()
    without_protector(w)

    assert turn_of(a_concern(w)) == ("head", w.head.username)


def test_unread_in_time_goes_to_the_deputy_then_to_the_supervisor():
    w = supervised()
    deputy = with_deputy(w)
    concern = a_concern(w, at=FRIDAY)

    escalate_unread(at=LATER)
    first = turn_of(concern)
    escalate_unread(at=LATER + dt.timedelta(days=30))

    assert first == ("deputy", deputy.username)
    assert turn_of(concern) == ("supervisor", w.extra["supervisor"].username)
    assert AuditEvent.objects.filter(verb="concern.escalated").count() == 2


def test_who_covers_today_is_the_deputy():
    w = supervised()
    deputy = granted_post("protector")
    post = Post.objects.get(staff__user=w.protector)
    day = LATER.date()
    PostCover.objects.create(post=post, deputy=deputy.staff, starts_on=day, ends_on=day)
    concern = a_concern(w, at=FRIDAY)

    escalate_unread(at=LATER)

    assert turn_of(concern) == ("deputy", deputy.staff.user.username)


def test_twice_a_day_is_once():
    w = supervised()
    with_deputy(w)
    a_concern(w, at=FRIDAY)

    first = escalate_unread(at=LATER)
    second = escalate_unread(at=LATER)

    assert (first["moved"], second["moved"]) == (1, 0)


def test_what_was_read_or_is_in_time_stays():
    w = supervised()
    concern = a_concern(w, at=FRIDAY)
    early = escalate_unread(at=FRIDAY + dt.timedelta(minutes=5))
    read_concern(concern=concern, by=w.protector)

    late = escalate_unread(at=LATER)

    assert (early["moved"], late["moved"]) == (0, 0)
    assert turn_of(concern)[0] == "protector"


def test_the_promise_to_the_sender_stays_as_it_was():
    w = supervised()
    concern = a_concern(w, at=FRIDAY)

    escalate_unread(at=LATER)

    row = Concern.objects.get(pk=concern.pk)
    assert row.due_at == concern.due_at
    assert row.turn_due_at > LATER


def test_with_nobody_left_it_stays_and_nothing_is_written():
    w = supervised()
    concern = a_concern(w, at=FRIDAY)
    escalate_unread(at=LATER)

    again = escalate_unread(at=LATER + dt.timedelta(days=60))

    assert again["moved"] == 0
    assert turn_of(concern)[0] == "supervisor"


def test_a_concern_without_anybody_is_given_out_when_somebody_comes():
    w = world()
    concern = a_concern(w, at=FRIDAY, on_staff=True, staff_named="Mësuesi i ri")
    assert turn_of(concern) == ("", "")
    supervisor = person("supervisor", directorate=w.school.directorate)

    escalate_unread(at=LATER)

    assert turn_of(concern) == ("supervisor", supervisor.username)


def test_the_words_that_go_out_name_nothing():
    w = supervised()
    a_concern(w, at=FRIDAY)
    escalate_unread(at=LATER)

    told = " ".join(
        f"{row.kind} {row.obj}" for row in Notification.objects.filter(to__isnull=False)
    )

    for secret in (w.pupil.first_name, w.school.name, "mavijosje"):
        assert secret not in told


def test_the_daily_word_counts_it_for_whose_turn_it_is():
    w = supervised()
    without_protector(w)
    a_concern(w, at=FRIDAY)

    remind(on=dt.date(2026, 11, 26))

    told = Notification.objects.filter(kind="clocks.late")
    assert [row.to for row in told] == [w.extra["supervisor"]]


def test_the_daily_word_about_a_colleague_reaches_nobody_at_the_school():
    w = world()
    a_staff_concern(w, at=FRIDAY)

    remind(on=dt.date(2026, 11, 26))

    told = Notification.objects.exclude(kind="shield.set")
    assert {row.to for row in told} == {w.extra["supervisor"]}
