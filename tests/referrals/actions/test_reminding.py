"""The daily word: whose clock ran out is told once, with a count and nothing else."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.models import OutboxMessage
from portal.notify import send_waiting
from referrals.actions.reminding import LATE, remind
from referrals.models import Case
from tests.factories.referrals import a_case, a_concern, a_referral, world


pytestmark = pytest.mark.django_db


def long_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(days=9)


def told() -> dict:
    rows = OutboxMessage.objects.filter(kind=LATE)
    return dict(rows.values_list("to__username", "count"))


def test_a_late_referral_is_told_to_protector_and_head_of_the_unit():
    w = world()
    a_referral(w, at=long_ago())

    posted = remind(on=timezone.localdate())

    assert told() == {w.protector.username: 1, w.unit_head.username: 1}
    assert posted == {"people": 2}


def test_a_late_concern_is_told_to_the_protector():
    w = world()
    a_concern(w, at=long_ago())

    remind(on=timezone.localdate())

    assert told() == {w.protector.username: 1}


def test_a_lapsed_level_is_told():
    w = world()
    case = a_case(w)
    Case.objects.filter(pk=case.pk).update(
        level="acute", level_lapses_on=dt.date(2026, 1, 1)
    )

    remind(on=timezone.localdate())

    assert told() == {w.protector.username: 1}


def test_running_twice_tells_once():
    w = world()
    a_referral(w, at=long_ago())

    remind(on=timezone.localdate())
    again = remind(on=timezone.localdate())

    assert again == {"people": 0}
    assert AuditEvent.objects.filter(verb="clocks.reminded").count() == 1


def test_nothing_late_says_nothing():
    w = world()
    a_concern(w)

    assert remind(on=timezone.localdate()) == {"people": 0}


def test_the_mail_holds_a_count_and_no_child():
    w = world()
    a_referral(w, at=long_ago())
    remind(on=timezone.localdate())

    send_waiting()

    text = "".join(f"{one.subject}{one.body}" for one in mail.outbox)
    assert mail.outbox
    assert w.pupil.first_name not in text
    assert w.pupil.last_name not in text
    assert w.school.name not in text
