"""What counts as answered in time in the protector's report."""

import datetime as dt

import pytest

from portal.clock import now
from referrals.actions import receiving
from referrals.activity_report import report
from tests.factories.referrals import a_referral, world
from tests.factories.schools import UnitFactory, municipality


pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def figures(w):
    today = now().date()
    (school,) = report(w.protector, today - dt.timedelta(days=90), today)
    return {key: school.get(key) for key in ("sent", "received", "answered")}


def test_a_receipt_and_an_answer_before_their_clocks_are_in_time():
    w = world()
    sent = a_referral(w, at=now() - 2 * HOUR)
    receiving.receive(referral=sent, by=w.worker, at=now() - HOUR)

    before = figures(w)
    receiving.accept(
        referral=sent, by=w.worker, worker="Prova M.", first_contact_on=now().date()
    )

    assert before == {"sent": 1, "received": 1, "answered": 0}
    assert figures(w) == {"sent": 1, "received": 1, "answered": 1}


def test_a_late_answer_stays_late_when_another_unit_receives_in_time():
    w = world()
    sent = a_referral(w, at=now() - dt.timedelta(days=60))
    receiving.receive(referral=sent, by=w.worker, at=now() - dt.timedelta(days=59))
    other = UnitFactory(municipality=municipality("0302"))
    receiving.redirect(referral=sent, by=w.worker, unit=other, reason="Banon atje")
    sent.refresh_from_db()
    receiving.receive(referral=sent, by=None)

    assert figures(w)["answered"] == 0
