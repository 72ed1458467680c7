"""Two tabs: what is sent after the work is over says so, and gives the words back."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.actions.concerns import triage_concern
from referrals.actions.ending import refuse_ending
from referrals.actions.files import CaseIsClosed
from referrals.actions.household import add_member
from referrals.actions.planning import end_plan
from referrals.actions.transferring import close_as_moved, prompt_transfers
from referrals.models import (
    Case,
    CaseAction,
    Concern,
    EndingRequest,
    HouseholdMember,
    PlanReview,
    Transfer,
)
from referrals.models.endings import STILL_SHOWN
from tests.factories.coaching import a_plan, a_review
from tests.factories.endings import a_waiting_case, supervisor
from tests.factories.referrals import (
    a_case,
    a_concern,
    a_referral,
    person,
    world,
)
from tests.referrals.views.test_changed_school import moves


pytestmark = pytest.mark.django_db
TYPED = "Fjalët që s'duhet të humbin"
CLOSED = "This case is closed."


def url(name: str, row) -> str:
    return reverse(f"referrals:{name}", args=[row.uid])


def english(client):
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def w():
    return world()


def closed(w, case: Case) -> Case:
    ending = {"closed_at": timezone.now(), "closed_by": w.protector, "ending": "safe"}
    Case.objects.filter(pk=case.pk).update(**ending)
    return case


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("case_household", "name"),
        ("case_actions", "what"),
        ("case_summer", "who"),
        ("case_assessment", "note"),
        ("coaching_plan", "child_view"),
    ],
)
def test_what_is_sent_to_a_closed_case_comes_back(w, client_of, page, field):
    case = closed(w, a_case(w))

    answer = english(client_of(w.protector)).post(
        url(page, case), {field: TYPED, "version": "0"}, follow=True
    )

    text = answer.content.decode()
    assert CLOSED in text
    assert TYPED.replace("'", "&#x27;") in text
    assert not HouseholdMember.objects.exists()
    assert not CaseAction.objects.exists()


def test_a_file_sent_to_a_closed_case_is_refused_in_words(w, client_of):
    case = closed(w, a_case(w))

    answer = english(client_of(w.protector)).post(url("case_attachments", case))

    assert "No file can be added here now." in answer.content.decode()


def test_a_second_decision_on_a_concern_gives_its_reason_back(w, client_of):
    one = a_concern(w)
    colleague = person("protector", school=w.school)
    triage_concern(concern=one, by=colleague, decision="no_action", reason="E njohur")

    answer = english(client_of(w.protector)).post(
        url("concern", one), {"decision": "no_action", "reason": TYPED}
    )

    text = answer.content.decode()
    assert "Somebody has already decided on this concern." in text
    assert TYPED.replace("'", "&#x27;") in text
    assert Concern.objects.get().triaged_by == colleague


def test_the_end_of_a_plan_that_ended_before_comes_back(w, client_of):
    plan = a_plan(w)
    end_plan(plan=plan, by=w.protector, outcome="met", why="Erdhi", child_view="Po")

    answer = client_of(w.protector).post(
        url("coaching_end", plan.case),
        {"outcome": "met", "why": TYPED, "child_view": "Mirë"},
    )

    assert answer.status_code == 200
    assert TYPED.replace("'", "&#x27;") in answer.content.decode()


def test_what_is_saved_in_a_draft_that_was_sent_meanwhile_comes_back(w, client_of):
    sent = a_referral(w)

    answer = english(client_of(w.protector)).post(
        url("referral_edit", sent), {"what_seen": TYPED, "version": "1"}
    )

    text = answer.content.decode()
    assert TYPED.replace("'", "&#x27;") in text
    assert url("referral_addendum", sent) in text


def test_a_refusal_of_an_ending_that_a_colleague_refused_gives_its_reason_back(
    w, client_of
):
    ending = a_waiting_case(w)
    refuse_ending(ending=ending, by=supervisor(w), reason="Ende jo")

    answer = english(client_of(supervisor(w))).post(
        url("ending", ending), {"refuse": "1", "reason": TYPED}
    )

    text = answer.content.decode()
    assert "It waits for somebody else, or is over." in text
    assert TYPED.replace("'", "&#x27;") in text


def test_a_day_after_a_refusal_who_could_have_signed_reads_it_no_more(w, client_of):
    ending = a_waiting_case(w)
    refuse_ending(ending=ending, by=supervisor(w), reason="Ende jo")
    before = timezone.now() - STILL_SHOWN
    EndingRequest.objects.update(refused_at=before)

    answer = client_of(supervisor(w)).get(url("ending", ending))

    assert answer.status_code == 404


def test_a_transfer_decided_meanwhile_gives_the_reason_back(w, client_of):
    a_case(w)
    moves(w)
    prompt_transfers(on=timezone.localdate())
    transfer = Transfer.objects.get()
    close_as_moved(
        transfer=transfer,
        by=w.protector,
        interest="Këtë dëshiron fëmija",
        child_view="Po",
    )

    answer = english(client_of(w.protector)).post(
        url("transfer", transfer), {"decision": "close", "interest": TYPED}
    )

    text = answer.content.decode()
    assert "Somebody has decided meanwhile." in text
    assert TYPED.replace("'", "&#x27;") in text


def test_a_review_sent_again_with_other_words_is_another(w):
    plan, token = a_plan(w), uuid4()
    a_review(w, plan, token=token, changes="Pak")
    a_review(w, plan, token=token, changes="Pak")

    a_review(w, plan, token=token, changes="Pak, dhe një gjë që e harrova")

    assert [one.changes for one in PlanReview.objects.order_by("pk")] == [
        "Pak",
        "Pak, dhe një gjë që e harrova",
    ]


def test_nobody_is_added_to_the_home_of_a_closed_case(w):
    case = closed(w, a_case(w))

    with pytest.raises(CaseIsClosed):
        add_member(case=case, by=w.protector, relation="parent", name="Dikush")


def test_a_case_that_closes_under_a_task_gives_its_words_back(
    w, client_of, monkeypatch
):
    case = a_case(w)

    def closes(**_given):
        raise CaseIsClosed

    monkeypatch.setattr("referrals.views.case_actions.add_action", closes)
    answer = english(client_of(w.protector)).post(
        url("case_actions", case),
        {"what": TYPED, "due_on": "31.12.2026", "agency": "Qendra shëndetësore"},
    )

    text = answer.content.decode()
    assert CLOSED in text
    assert TYPED.replace("'", "&#x27;") in text
