"""Writing a referral, checking it, sending it; and the answer of the unit."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent, AuditSubject
from referrals.models import Referral
from schools.models import ProtectionUnit
from tests.factories.days import in_days
from tests.factories.referrals import (
    READY,
    SEEN,
    a_case,
    a_concern,
    a_draft,
    a_referral,
    taken_to,
    world,
)
from tests.factories.schools import UnitFactory, municipality


pytestmark = pytest.mark.django_db


def english(client):
    client.cookies["language"] = "en"
    return client


def url(name: str, row, *more) -> str:
    return reverse(f"referrals:{name}", args=[row.uid, *more])


def form_of(referral: Referral, **changes) -> dict[str, str]:
    values = {**READY, "residence_confirmed": "on", "version": referral.version}
    home = referral.residence_id or ""
    return {**values, "residence": home, "next": "check", **changes}


def viewed(verb: str, uid) -> bool:
    events = AuditEvent.objects.filter(verb=verb)
    return AuditSubject.objects.filter(event__in=events, uid=uid).exists()


def test_refer_opens_a_draft_that_is_mostly_filled(client_of):
    w = world()
    concern = a_concern(w)
    case = a_case(w, concern=concern)
    concern.case = case
    concern.save(update_fields=["case"])
    client = client_of(w.protector)

    page = client.post(url("referral_start", case), {"token": uuid4()}, follow=True)

    assert SEEN in page.content.decode()
    assert viewed("referral.viewed", w.pupil.uid)


def test_refer_pressed_twice_is_one_draft(client_of):
    w = world()
    case = a_case(w)
    client = client_of(w.protector)

    client.post(url("referral_start", case), {"token": uuid4()})
    client.post(url("referral_start", case), {"token": uuid4()})

    assert Referral.objects.count() == 1


def test_a_draft_is_saved_half_written(client_of):
    w = world()
    case = a_case(w)
    client = client_of(w.protector)
    client.post(url("referral_start", case), {"token": uuid4()})
    draft = Referral.objects.get()

    answer = client.post(
        url("referral_edit", draft),
        {"what_seen": "gjysma", "version": 1, "next": "case"},
    )

    draft.refresh_from_db()
    assert answer["Location"] == url("case", case)
    assert draft.what_seen == "gjysma"


def test_the_check_page_says_what_is_missing_and_offers_no_send(client_of):
    w = world()
    draft = a_draft(w, best_interest="", child_told="")

    page = english(client_of(w.protector)).get(url("referral_check", draft))

    text = page.content.decode()
    assert "Before it can be sent" in text
    assert "#id_best_interest" in text
    assert "#id_child_told_0" in text
    assert "data-once>Send to the unit" not in text


def test_what_is_missing_leads_to_its_question(client_of):
    w = world()
    draft = a_draft(w, best_interest="", child_told="")

    text = client_of(w.protector).get(url("referral_check", draft)).content.decode()

    edit = url("referral_edit", draft)
    assert f'href="{edit}#id_' in text
    assert 'href=""' not in text
    assert 'href="#id_' not in text


def test_the_check_page_names_the_unit_its_telephone_and_the_hours(client_of):
    w = world()
    draft = a_draft(w)

    page = english(client_of(w.protector)).get(url("referral_check", draft))

    text = page.content.decode()
    assert w.unit.name in text
    assert w.unit.telephone in text
    assert "Receipt is due by" in text
    assert "16:00" in text


def test_an_acute_draft_asks_for_the_call(client_of):
    w = world()
    draft = a_draft(w, urgency="acute")

    page = client_of(w.protector).get(url("referral_check", draft))

    assert "#id_call_outcome_0" in page.content.decode()


def test_journey_from_draft_to_sent(client_of):
    w = world()
    draft = a_draft(w, best_interest="")
    client = client_of(w.protector)

    client.post(url("referral_edit", draft), form_of(draft))
    draft.refresh_from_db()
    client.post(url("referral_check", draft), {"version": draft.version})

    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_sending_twice_is_one_referral(client_of):
    w = world()
    draft = a_draft(w)
    client = client_of(w.protector)

    client.post(url("referral_check", draft), {"version": draft.version})
    again = client.post(url("referral_check", draft), {"version": draft.version})

    assert again["Location"] == url("referral", draft)
    assert Referral.objects.get().events.filter(verb="submit").count() == 1


def test_two_editors_see_both_texts_and_lose_none(client_of):
    w = world()
    draft = a_draft(w)
    client = english(client_of(w.protector))
    first = form_of(draft, what_seen="teksti i parë")
    second = form_of(draft, what_seen="teksti i dytë")
    client.post(url("referral_edit", draft), first)

    clash = client.post(url("referral_edit", draft), second)

    text = clash.content.decode()
    assert "teksti i parë" in text
    assert "teksti i dytë" in text
    draft.refresh_from_db()
    assert draft.what_seen == "teksti i parë"
    saved = {**second, "version": draft.version}
    client.post(url("referral_edit", draft), saved)
    draft.refresh_from_db()
    assert draft.what_seen == "teksti i dytë"


def test_what_changed_after_the_check_is_checked_again(client_of):
    w = world()
    draft = a_draft(w)

    answer = client_of(w.protector).post(url("referral_check", draft), {"version": 1})

    draft.refresh_from_db()
    assert answer["Location"] == url("referral_check", draft)
    assert draft.state == "draft"


def test_the_unit_reads_its_inbox_by_the_hours_left(client_of):
    w = world()
    a_referral(w)

    page = client_of(w.worker).get("/referrals/inbox/").content.decode()

    assert w.pupil.full_name() in page
    assert "app-clock" in page
    assert SEEN not in page
    assert viewed("referral.listed", w.pupil.uid)


def test_the_unit_sees_no_draft(client_of):
    w = world()
    draft = a_draft(w)
    client = client_of(w.worker)

    inbox = client.get("/referrals/inbox/?show=all").content.decode()
    page = client.get(url("referral", draft))

    assert draft.reference not in inbox
    assert page.status_code == 404


def test_one_tap_receives(client_of):
    w = world()
    sent = a_referral(w)
    client = client_of(w.worker)
    page = client.get(url("referral", sent)).content.decode()

    client.post(url("referral_move", sent, "receive"), {"version": sent.version})

    sent.refresh_from_db()
    assert url("referral_move", sent, "receive") in page
    assert sent.state == "received"


def test_a_double_tap_receives_once(client_of):
    w = world()
    sent = a_referral(w)
    client = english(client_of(w.worker))
    tap = url("referral_move", sent, "receive")

    client.post(tap, {"version": sent.version})
    again = client.post(tap, {"version": sent.version})

    assert again.status_code == 200
    assert sent.events.filter(verb="receive").count() == 1


STEPS = {
    "accept": ("received", {"worker": "Prova M.", "first_contact_on": in_days(20)}),
    "ask": ("received", {"question": "Kush e merr?"}),
    "answer": ("needs_information", {"answer": "Gjyshja"}),
    "decline": ("received", {"code": "known", "advice": "Shih numrin tjetër"}),
    "assess": ("accepted", {"visit_on": "01.12.2026"}),
    "call_group": ("assessing", {"group_on": "01.12.2026"}),
    "start_plan": ("assessing", {"review_on": in_days(20), "measures": "Takim"}),
    "close": ("plan_active", {"outcome": "safe", "word": "Mirë", "child_view": "Mirë"}),
    "withdraw": ("submitted", {"reason": "Gabim"}),
    "reopen": ("closed", {"reason": "Sërish"}),
}


@pytest.mark.parametrize("verb", list(STEPS))
def test_every_step_has_its_page_and_tells_the_other_side(client_of, verb):
    w = world()
    before, answers = STEPS[verb]
    referral = taken_to(w, before)
    mover = {"answer": w.protector, "withdraw": w.protector, "reopen": w.protector}
    client = client_of(mover.get(verb, w.unit_head))
    page = client.get(url("referral_move", referral, verb))

    done = client.post(
        url("referral_move", referral, verb), {**answers, "version": referral.version}
    )

    assert page.status_code == 200
    assert done["Location"] == url("referral", referral)
    step = referral.events.get(verb=verb)
    assert step.from_state == before


@pytest.mark.parametrize("verb", list(STEPS))
def test_no_step_is_made_with_nothing_in_it(client_of, verb):
    w = world()
    before, _answers = STEPS[verb]
    referral = taken_to(w, before)
    mover = {"answer": w.protector, "withdraw": w.protector, "reopen": w.protector}

    client_of(mover.get(verb, w.unit_head)).post(
        url("referral_move", referral, verb), {"version": referral.version}
    )

    referral.refresh_from_db()
    assert referral.state == before


def test_sent_on_to_another_unit(client_of):
    w = world()
    other = UnitFactory(municipality=municipality("0201"))
    referral = taken_to(w, "received")
    client = client_of(w.worker)

    client.post(
        url("referral_move", referral, "redirect"),
        {"unit": other.pk, "reason": "Banon atje", "version": referral.version},
    )

    referral.refresh_from_db()
    assert (referral.state, referral.unit) == ("redirected", other)
    assert client.get(url("referral", referral)).status_code == 404


def test_after_sending_on_the_worker_lands_in_the_inbox_with_the_word_of_it(client_of):
    w = world()
    other = UnitFactory(municipality=municipality("0201"))
    referral = taken_to(w, "received")
    client = english(client_of(w.worker))

    answer = client.post(
        url("referral_move", referral, "redirect"),
        {"unit": other.pk, "reason": "Banon atje", "version": referral.version},
        follow=True,
    )

    assert answer.status_code == 200
    assert answer.redirect_chain == [(reverse("referrals:inbox"), 302)]
    assert "The other side sees it now." in answer.content.decode()


def test_the_own_unit_is_not_among_those_to_send_on_to(client_of):
    w = world()
    UnitFactory(municipality=municipality("0201"))
    referral = taken_to(w, "received")
    client = client_of(w.worker)
    path = url("referral_move", referral, "redirect")

    page = client.get(path).content.decode()
    answer = client.post(
        path, {"unit": w.unit.pk, "reason": "Po", "version": referral.version}
    )

    referral.refresh_from_db()
    assert f'<option value="{w.unit.pk}"' not in page
    assert "data-error-summary" in answer.content.decode()
    assert referral.state == "received"


@pytest.mark.parametrize("version", ["²", "٣", "x", ""])
def test_a_version_that_is_no_number_does_not_break_the_sending(client_of, version):
    w = world()
    draft = a_draft(w)

    answer = client_of(w.protector).post(
        url("referral_check", draft), {"version": version}
    )

    assert answer.status_code == 302


def test_a_clash_of_two_workers_keeps_the_typed_text(client_of):
    w = world()
    referral = taken_to(w, "received")
    client = english(client_of(w.worker))
    ask = url("referral_move", referral, "ask")
    client.post(ask, {"question": "E para", "version": referral.version})

    clash = client.post(ask, {"question": "E dyta", "version": referral.version})

    assert "E dyta" in clash.content.decode()
    assert "Somebody changed this referral" in clash.content.decode()


def test_an_old_version_of_an_open_move_is_said_and_can_be_sent_again(client_of):
    w = world()
    referral = taken_to(w, "received")
    client = english(client_of(w.worker))
    ask = url("referral_move", referral, "ask")

    clash = client.post(ask, {"question": "Kush?", "version": 1})

    text = clash.content.decode()
    assert "Kush?" in text
    assert f'name="version" value="{referral.version}"' in text


def test_the_sender_sees_each_step_and_the_answer_to_the_question(client_of):
    w = world()
    referral = taken_to(w, "needs_information")

    page = english(client_of(w.protector)).get(url("referral", referral))

    text = page.content.decode()
    assert "Kush e merr nga shkolla?" in text
    assert "Answer the unit" in text
    assert "Received" in text
    assert viewed("referral.viewed", w.pupil.uid)


def test_late_says_whose_turn_it_is_and_whom_to_call(client_of):
    w = world()
    a_referral(w, at=timezone.now() - timezone.timedelta(days=9))
    referral = Referral.objects.get()

    page = english(client_of(w.protector)).get(url("referral", referral))

    assert "By the ladder it is time to tell" in page.content.decode()
    assert w.unit.telephone in page.content.decode()


def test_the_sender_logs_a_call_with_a_unit_without_account(client_of):
    w = world()
    ProtectionUnit.objects.filter(pk=w.unit.pk).update(has_account=False)
    referral = a_referral(w)
    client = english(client_of(w.protector))

    page = client.get(url("referral", referral)).content.decode()
    client.post(url("referral_call", referral), {"text": "Nuk u përgjigj askush"})
    client.post(
        url("referral_move", referral, "receive"),
        {"text": "Znj. Prova", "version": referral.version},
    )

    referral.refresh_from_db()
    assert "Write down a call" in page
    assert referral.state == "received"
    assert list(referral.events.order_by("id").values_list("verb", "channel")) == [
        ("submit", "portal"),
        ("call", "phone"),
        ("receive", "phone"),
    ]


def test_a_call_that_a_unit_with_account_does_not_take_keeps_its_words(client_of):
    w = world()
    referral = a_referral(w)
    client = english(client_of(w.protector))

    answer = client.post(url("referral_call", referral), {"text": "Nuk u përgjigj"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This unit answers in the portal itself." in page
    assert "Nuk u përgjigj" in page
    assert not referral.events.filter(verb="call").exists()


def test_the_sender_logs_nothing_for_a_unit_with_account(client_of):
    w = world()
    referral = a_referral(w)

    client_of(w.protector).post(
        url("referral_move", referral, "receive"), {"version": referral.version}
    )

    referral.refresh_from_db()
    assert referral.state == "submitted"


def test_the_head_of_school_sees_steps_and_no_child(client_of):
    w = world()
    referral = a_referral(w)
    client = client_of(w.head)

    page = client.get("/referrals/sent/").content.decode()

    assert referral.reference in page
    assert w.pupil.last_name not in page
    assert url("referral", referral) not in page
    assert client.get(url("referral", referral)).status_code == 404
    assert viewed("referral.listed", w.pupil.uid)


def test_the_protector_sees_the_name_in_the_same_list(client_of):
    w = world()
    a_referral(w)

    page = client_of(w.protector).get("/referrals/sent/").content.decode()

    assert w.pupil.full_name() in page


def test_homes_count_what_waits(client_of):
    w = world()
    a_referral(w, at=timezone.now() - timezone.timedelta(days=9))

    at_school = client_of(w.protector).get("/").content.decode()
    at_unit = client_of(w.worker).get("/").content.decode()

    assert "/referrals/sent/?show=late" in at_school
    assert "/referrals/inbox/?show=late" in at_unit
    assert w.pupil.last_name not in at_school + at_unit


@pytest.mark.parametrize("version", ["9" * 5000, "", "x"])
def test_a_version_that_is_no_number_breaks_nothing(client_of, version):
    w = world()
    draft = a_draft(w)

    answer = client_of(w.protector).post(
        url("referral_check", draft), {"version": version}
    )

    assert answer.status_code == 302
