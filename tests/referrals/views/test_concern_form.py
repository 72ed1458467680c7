"""What the form of a concern asks beside the child: where, the body, a colleague."""

import re
from uuid import uuid4

import pytest
from django.core import mail

from portal.models import OutboxMessage
from portal.notify import send_waiting
from referrals.models import Concern
from referrals.prefilling import prefilled
from tests.factories.referrals import (
    SEEN,
    a_case,
    a_concern,
    a_staff_concern,
    person,
    world,
)


pytestmark = pytest.mark.django_db
NEW = "/referrals/concerns/new/"


def answers(w, step: str, **changes) -> dict[str, object]:
    typed: dict[str, object] = {
        "step": step,
        "danger": "no",
        "name": "zam",
        "pupil": str(w.pupil.uid),
        "basis": "seen",
        "noticed_on": "20.11.2026",
        "text": SEEN,
        "token": str(uuid4()),
    }
    return {**typed, **changes}


def english(client_of, user):
    client = client_of(user, second_factor=False)
    client.cookies["language"] = "en"
    return client


def test_where_and_what_was_seen_on_the_body_are_sent(client_of):
    w = world()
    given = {"noticed_where": "te shkallët", "body_zones": ["legs", "face"]}

    english(client_of, w.teacher).post(NEW, answers(w, "send", **given))

    sent = Concern.objects.get()
    assert (sent.noticed_where, sent.body_zones) == ("te shkallët", "face legs")


def test_a_zone_that_is_not_on_the_list_is_refused(client_of):
    w = world()

    english(client_of, w.teacher).post(NEW, answers(w, "send", body_zones=["photo"]))

    assert not Concern.objects.exists()


def test_the_form_takes_no_file_and_says_never_ask_to_see(client_of):
    page = english(client_of, world().teacher).get(NEW).content.decode()

    assert 'type="file"' not in page
    assert "Never ask to see. No photograph is accepted." in page


def test_changing_keeps_the_zones_and_the_colleague(client_of):
    w = world()
    given = {"body_zones": ["face"], "staff": str(w.head.staff.uid)}

    page = english(client_of, w.teacher).post(NEW, answers(w, "change", **given))

    said = page.content.decode()
    assert re.search(r'value="face"[^>]* checked', said)
    assert f'value="{w.head.staff.uid}" selected' in said


def test_the_check_page_hints_and_does_not_block(client_of):
    w = world()
    client = english(client_of, w.teacher)
    form = answers(w, "check", text="Mendoj se e rreh dikush")

    page = client.post(NEW, form).content.decode()
    client.post(NEW, {**form, "step": "send"})

    assert "Do not ask the child again" in page
    assert "Fact or opinion" in page
    assert Concern.objects.count() == 1


def test_a_colleague_is_chosen_from_the_roster_of_the_own_school_only(client_of):
    w, other = world(), world()

    page = english(client_of, w.teacher).get(NEW).content.decode()

    assert str(w.head.staff.uid) in page
    assert str(other.head.staff.uid) not in page
    assert str(w.teacher.staff.uid) not in page


@pytest.mark.parametrize("typed", [True, False])
def test_one_about_a_colleague_goes_past_the_school(client_of, typed):
    w = world()
    supervisor = person("supervisor", directorate=w.school.directorate)
    given = {"staff_named": "Mësuesi"} if typed else {"staff": w.head.staff.uid}

    receipt = english(client_of, w.teacher).post(
        NEW, answers(w, "send", **given), follow=True
    )

    sent = Concern.objects.get()
    assert (sent.on_staff, sent.owner.staff.user) == (True, supervisor)
    assert "Nobody at the school reads it." in receipt.content.decode()
    assert OutboxMessage.objects.get().to == supervisor


def test_with_nobody_in_post_the_receipt_says_so_with_the_numbers(client_of):
    w = world()

    receipt = english(client_of, w.teacher).post(
        NEW, answers(w, "send", staff_named="Mësuesi"), follow=True
    )

    said = receipt.content.decode()
    assert "Nobody is in post to read it here" in said
    assert "116 111" in said


def test_a_protector_reads_where_and_the_zones(client_of):
    w = world()
    concern = a_concern(w, noticed_where="te shkallët", body_zones="face")

    page = client_of(w.protector).get(f"/referrals/concerns/{concern.uid}/")

    assert "te shkallët" in page.content.decode()
    assert "Fytyra ose sytë" in page.content.decode()


def test_the_referral_is_prefilled_with_where_and_the_zones():
    w = world()
    case = a_case(w)
    concern = a_concern(w, noticed_where="te shkallët", body_zones="face")
    Concern.objects.filter(pk=concern.pk).update(case=case)

    seen = str(prefilled(case)["what_seen"])

    assert "te shkallët" in seen
    assert "Fytyra ose sytë" in seen or "Face or eyes" in seen


def test_the_mails_of_the_way_name_no_child_no_school_and_no_colleague():
    w = world()
    a_staff_concern(w, urgent=True, call_outcome="could_not")
    a_concern(w, urgent=True, call_outcome="could_not")

    send_waiting()

    mails = "".join(f"{one.subject}{one.body}" for one in mail.outbox)
    assert mails
    for secret in (w.pupil.first_name, w.school.name, w.head.staff.last_name, SEEN):
        assert secret not in mails
