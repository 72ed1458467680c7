"""Words, measures, the national track and endings on the screen: who, and who not."""

import datetime as dt
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.clock import today
from referrals.actions import receiving
from referrals.actions.ending import sign_ending
from referrals.actions.sending import submit_referral
from referrals.actions.tracking import open_track
from referrals.models import (
    Case,
    EndingRequest,
    Measure,
    Referral,
    ReferralEvent,
    TrackStep,
)
from schools.models import ProtectionUnit
from tests.factories.endings import (
    LOST,
    a_contested,
    a_measure,
    a_waiting_case,
    a_waiting_referral,
    supervisor,
)
from tests.factories.referrals import a_draft, a_referral, taken_to, world
from tests.factories.schools import municipality


pytestmark = pytest.mark.django_db
WHY = "I ofruan punë jashtë"


def page(name: str, *args: object) -> str:
    return reverse(f"referrals:{name}", args=args)


def a_neighbour():
    return world(municipality=municipality("0201"))


# --- Words ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("protector", "referral_message"),
        ("worker", "referral_message"),
        ("protector", "referral_addendum"),
    ],
)
def test_words_reach_the_history(client_of, who, name):
    w = world()
    row = a_referral(w)

    answer = client_of(getattr(w, who)).post(page(name, row.uid), {"text": "Sot erdhi"})

    assert answer.url == page("referral", row.uid)
    assert ReferralEvent.objects.order_by("pk").last().text == "Sot erdhi"


def test_an_empty_message_is_asked_for_again(client_of):
    w = world()
    row = a_referral(w)
    steps = ReferralEvent.objects.count()

    again = client_of(w.worker).post(page("referral_message", row.uid), {"text": " "})

    assert again.context["form"].errors
    assert ReferralEvent.objects.count() == steps


def test_strangers_find_none_of_these_pages(client_of):
    w, far = world(), a_neighbour()
    measure = a_measure(w)
    row = measure.referral
    paths = [
        *(
            page(name, row.uid)
            for name in (
                "referral_message",
                "referral_addendum",
                "referral_track",
                "referral_ending",
                "measure_new",
            )
        ),
        page("measure_end", row.uid, measure.uid),
        page("case_ending", row.case.uid),
        page("case_adult", row.case.uid),
    ]

    for user in (far.protector, far.worker, far.unit_head, w.teacher, w.head):
        client = client_of(user)
        assert {client.post(path, {"text": "x"}).status_code for path in paths} == {404}
    assert {Client().get(path).status_code for path in paths} == {302}


# --- Measures ------------------------------------------------------------------------
def test_the_unit_sets_a_measure_and_the_school_reads_and_ends_it(client_of):
    w = world()
    row = taken_to(w, "accepted")
    worker, protector = client_of(w.worker), client_of(w.protector)

    worker.post(
        page("measure_new", row.uid), {"agency": "shkolla", "what": "Takim çdo javë"}
    )
    one = Measure.objects.get()
    seen = protector.get(page("referral", row.uid)).content.decode()
    protector.post(
        page("measure_end", row.uid, one.uid), {"done": "yes", "note": "U bë"}
    )

    assert "Takim çdo javë" in seen
    assert Measure.objects.get().done


def test_the_school_sets_no_measure(client_of):
    w = world()
    row = taken_to(w, "accepted")

    assert client_of(w.protector).get(page("measure_new", row.uid)).status_code == 404


# --- The national mechanism ----------------------------------------------------------
def test_opened_before_sending_it_is_frozen_with_what_was_sent(client_of):
    w = world()
    draft = a_draft(w)
    client = client_of(w.protector)
    client.post(page("referral_track", draft.uid), {"why": WHY})
    submit_referral(referral=draft, by=w.protector)

    frozen = json.loads(Referral.objects.get().snapshot)
    text = client_of(w.worker).get(page("referral", draft.uid)).content.decode()

    assert frozen["track"]["why"] == WHY
    assert text.count(WHY) == 1


def test_opened_later_what_was_sent_stays_as_it_was():
    w = world()
    row = a_referral(w)

    open_track(referral=row, by=w.worker, why=WHY)

    assert json.loads(Referral.objects.get().snapshot)["track"] == {}


def test_the_police_are_told_at_a_time_by_somebody(client_of):
    w = world()
    row = a_referral(w)
    open_track(referral=row, by=w.protector, why=WHY)
    path, client = page("referral_track", row.uid), client_of(w.worker)
    told = {"code": "police_told", "done_on": f"{today():%d.%m.%Y}", "note": ""}

    unsaid = client.post(path, told)
    client.post(path, {**told, "note": "14:30, me telefon, nga P. M."})

    assert "note" in unsaid.context["form"].errors
    assert TrackStep.objects.get().note == "14:30, me telefon, nga P. M."


@pytest.mark.parametrize(
    ("who", "path", "says"),
    [
        ("worker", "/referrals/inbox/", True),
        ("protector", "/referrals/sent/", True),
        ("head", "/referrals/sent/", False),
    ],
)
def test_the_lists_say_so_to_who_may_open_it(client_of, who, path, says):
    w = world()
    open_track(referral=a_referral(w), by=w.protector, why=WHY)
    client = client_of(getattr(w, who))
    client.cookies["language"] = "en"

    text = client.get(path).content.decode()

    assert ("National mechanism" in text) == says
    assert WHY not in text


# --- The inbox -----------------------------------------------------------------------
def test_the_inbox_confirms_a_receipt_with_one_press(client_of):
    w = world()
    row = a_referral(w)
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(w.worker).cookies
    path = page("referral_move", row.uid, "receive")
    text = client.get("/referrals/inbox/").content.decode()
    form = text.split(f'action="{path}"')[1].split("</form>")[0]
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    client.post(path, {"csrfmiddlewaretoken": token, "version": row.version})

    assert Referral.objects.get().state == "received"
    again = client.get("/referrals/inbox/").content.decode()
    assert path not in again


# --- Endings -------------------------------------------------------------------------
def test_the_unit_asks_and_both_sign_on_the_screen(client_of):
    w = world()
    row = taken_to(w, "accepted")
    asked = {**LOST, "seen_on": f"{LOST['seen_on']:%d.%m.%Y}"}
    client_of(w.worker).post(page("referral_ending", row.uid), asked)
    path = page("ending", EndingRequest.objects.get().uid)

    for signer in (supervisor(w), w.unit_head):
        assert w.pupil.first_name in client_of(signer).get(path).content.decode()
        client_of(signer).post(path, {"sign": "1"})

    assert Referral.objects.get().outcome == "lost_contact"


def test_a_signature_that_comes_too_late_says_so_and_may_be_refused(client_of):
    w = world()
    asked = a_waiting_referral(w)
    path = page("ending", asked.uid)
    client = client_of(w.unit_head)
    sign_ending(ending=asked, by=supervisor(w))
    receiving.close(
        referral=asked.referral,
        by=w.worker,
        outcome="safe",
        word="Mirë",
        child_view="Po",
    )

    late = client.post(path, {"sign": "1"})
    refused = client.post(path, {"refuse": "1", "reason": "U gjet"})

    assert (late.status_code, refused.status_code) == (200, 302)
    row = Referral.objects.get()
    assert (row.outcome, row.waits_for_signature) == ("safe", False)


def test_without_an_account_the_call_is_written_down_with_the_signature(client_of):
    w = world()
    ProtectionUnit.objects.filter(pk=w.unit.pk).update(has_account=False)
    path = page("ending", a_waiting_case(w, **LOST).uid)
    client = client_of(supervisor(w))
    day = today() - dt.timedelta(days=1)
    call = {"called_on": f"{day:%d.%m.%Y}", "called_time": "14:30"}

    unsaid = client.post(path, {"sign": "1", **call})
    client.post(path, {"sign": "1", "head_agreed": "Drejtuesja P. M.", **call})

    assert "head_agreed" in unsaid.context["call"].errors
    assert EndingRequest.objects.get().head_called_at.date() == day
    assert not Case.objects.get().is_open


def test_a_refusal_needs_its_reason(client_of):
    w = world()
    path = page("ending", a_waiting_case(w).uid)
    client = client_of(supervisor(w))

    again = client.post(path, {"refuse": "1", "reason": ""})
    client.post(path, {"refuse": "1", "reason": "Vizitoni shtëpinë"})

    assert again.context["form"].errors
    assert EndingRequest.objects.get().refused_why == "Vizitoni shtëpinë"


def test_a_supervisor_who_decides_is_offered_no_link_that_leads_nowhere(client_of):
    w = world()
    row = a_contested(w)
    client = client_of(supervisor(w))

    text = client.get(page("referral", row.uid)).content.decode()

    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)"', text))
    dead = [link for link in links if client.get(link).status_code == 404]
    assert page("referral_move", row.uid, "uphold") in links
    assert dead == []


def test_who_does_not_sign_finds_no_ending(client_of):
    w, far = world(), a_neighbour()
    asked = a_waiting_referral(w)
    path = page("ending", asked.uid)

    for user in (far.protector, far.unit_head, supervisor(far), w.teacher, w.head):
        assert client_of(user).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_once_signed_the_supervisor_reads_it_no_more(client_of):
    w = world()
    asked, judge = a_waiting_case(w), supervisor(w)
    path, client = page("ending", asked.uid), client_of(judge)
    before = client.get(path).status_code
    sign_ending(ending=asked, by=judge)

    assert (before, client.get(path).status_code) == (200, 404)
