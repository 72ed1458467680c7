"""Lists of children on paper: names and classes, reasons only for a said purpose."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.dates import day_text
from referrals.actions.cases import set_level
from tests.factories.attendance import flag
from tests.factories.referrals import a_case, a_concern, a_referral, world


pytestmark = pytest.mark.django_db
ASK = "/paper/"
LISTS = {
    "cases": ("protector", "/referrals/cases/"),
    "concerns": ("protector", "/referrals/concerns/"),
    "referrals": ("protector", "/referrals/sent/"),
    "inbox": ("worker", "/referrals/inbox/"),
    "watch": ("protector", "/watch/"),
}
ON_PAPER = {
    "Fëmija", "Nxënësi", "Emri", "Klasa", "Klasa dhe shkolla", "Shkolla", "Referenca",
    "Numri",
}  # fmt: skip


@pytest.fixture
def w():
    found = world()
    a_concern(found)
    set_level(case=a_case(found), by=found.protector, level="acute", reason="Po")
    return found


def headings(page: str) -> dict[str, bool]:
    """Each heading of the list, and whether it stands on paper."""
    found = re.findall(r'<th scope="col" class="([^"]*)"[^>]*>(.*?)</th>', page)
    return {
        re.sub(r"<[^>]+>", "", text).strip(): "app-not-on-paper" not in classes
        for classes, text in found
    }


def list_path(name: str) -> str:
    return reverse("schools:watch") if name == "watch" else LISTS[name][1]


def opened(client, w, name: str) -> str:
    return client.get(list_path(name)).content.decode()


@pytest.fixture
def filled(w):
    """One row in each of the lists."""
    from tests.factories.schools import enrolled

    w.pupil = enrolled(w.school, first_name="Zamira")
    a_referral(w)
    flag(w.pupil)
    return w


@pytest.mark.parametrize("name", LISTS)
def test_on_paper_a_list_says_who_and_not_why(client_of, filled, name):
    client = client_of(getattr(filled, LISTS[name][0]))

    page = opened(client, filled, name)

    told = {text for text, paper in headings(page).items() if paper}
    assert told
    assert told <= ON_PAPER
    assert "app-listing--names" in page


@pytest.mark.parametrize("name", LISTS)
def test_a_printed_list_says_by_which_day_it_is_destroyed(client_of, filled, name):
    client = client_of(getattr(filled, LISTS[name][0]))
    day = day_text(timezone.localdate() + dt.timedelta(days=7))

    assert f"Asgjësojeni deri më {day}" in opened(client, filled, name)


def ask(client, name: str, **given):
    values = {"list": name, "back": list_path(name), "purpose": "meeting"}
    return client.post(ASK, {**values, **given})


def test_reasons_print_after_a_purpose_was_said_and_for_that_list_only(
    client_of, filled
):
    client = client_of(filled.protector)

    answer = ask(client, "cases")

    assert answer["Location"] == list_path("cases")
    assert all(headings(opened(client, filled, "cases")).values())
    assert not all(headings(opened(client, filled, "concerns")).values())


def test_the_purpose_is_in_the_history(client_of, filled):
    ask(client_of(filled.protector), "cases", purpose="inspection")

    body = json.loads(AuditEvent.objects.get(verb="list.with_reasons").body)
    assert body["detail"] == {"list": "cases", "purpose": "inspection"}


def test_without_a_purpose_nothing_changes(client_of, filled):
    client = client_of(filled.protector)

    page = ask(client, "cases", purpose="")

    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()
    assert not AuditEvent.objects.filter(verb="list.with_reasons").exists()
    assert not all(headings(opened(client, filled, "cases")).values())


def test_five_minutes_later_the_list_prints_without_reasons_again(client_of, filled):
    client = client_of(filled.protector)
    ask(client, "cases")

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=6), tick=False):
        page = opened(client, filled, "cases")

    assert not all(headings(page).values())


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "x", ""])
def test_nobody_is_led_out_of_the_portal(client_of, filled, back):
    answer = ask(client_of(filled.protector), "cases", back=back)

    assert answer["Location"] == "/"
