"""The limits of every clock: read by who works by them, added to by the administrator."""

import datetime as dt

import pytest
from django.test import Client

from portal.audit.models import AuditEvent
from portal.clock import today
from referrals.actions.ruling import RuleNotToCome, RuleStands, add_clock_rule
from referrals.clocks import limit_for
from referrals.deadlines import Step
from referrals.models import ClockRule
from tests.factories.endings import supervisor
from tests.factories.referrals import person, world


pytestmark = pytest.mark.django_db
CLOCKS = "/referrals/clocks/"
NEW = f"{CLOCKS}new/"
LAW = "VKM 99/2026 (shembull)"
GIVEN = {"step": "receipt", "urgency": "standard", "amount": 3, "unit": "working_days"}


def tomorrow() -> dt.date:
    return today() + dt.timedelta(days=1)


def typed(**changes):
    day = f"{tomorrow():%d.%m.%Y}"
    return {**GIVEN, "valid_from": day, "legal_source": LAW, **changes}


def test_a_row_is_added_and_none_rewritten(client_of):
    admin = person("system_admin")
    before = list(ClockRule.objects.order_by("pk").values())

    client_of(admin).post(NEW, typed())

    assert list(ClockRule.objects.order_by("pk").values())[:-1] == before
    assert limit_for(Step.RECEIPT, "standard", today()).amount == 2
    assert limit_for(Step.RECEIPT, "standard", tomorrow()).amount == 3
    assert AuditEvent.objects.get(verb="clock.added").actor == admin.uid


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": "01.09.2020"},
        {"urgency": "acute"},
        {"amount": "0"},
        {"step": "sleep"},
    ],
)
def test_a_limit_that_cannot_be_is_refused(client_of, changes):
    count = ClockRule.objects.count()

    page = client_of(person("system_admin")).post(NEW, typed(**changes))

    assert page.context["form"].errors
    assert LAW in page.content.decode()
    assert ClockRule.objects.count() == count


def test_the_past_and_a_second_row_of_a_day_are_refused():
    admin = person("system_admin")
    add_clock_rule(by=admin, valid_from=tomorrow(), **GIVEN)

    with pytest.raises(RuleStands):
        add_clock_rule(by=admin, valid_from=tomorrow(), **GIVEN)
    with pytest.raises(RuleNotToCome):
        add_clock_rule(by=admin, valid_from=today(), **GIVEN)


@pytest.mark.parametrize("who", ["protector", "worker", "unit_head", "head"])
def test_who_refers_or_receives_reads_limit_and_source(client_of, who):
    w = world()
    add_clock_rule(
        by=person("system_admin"), valid_from=tomorrow(), legal_source=LAW, **GIVEN
    )
    client = client_of(getattr(w, who))
    client.cookies["language"] = "en"

    text = client.get(CLOCKS).content.decode()

    assert LAW in text
    assert "proposal" in text
    assert "3 working days" in text
    assert client.get(NEW).status_code == 404


def test_others_do_not_get_in(client_of):
    w = world()

    assert client_of(w.teacher).get(CLOCKS).status_code == 404
    assert client_of(supervisor(w)).get(CLOCKS).status_code == 200
    assert Client().get(CLOCKS).status_code == 302
