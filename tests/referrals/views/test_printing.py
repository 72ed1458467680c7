"""A referral on paper: what was sent, word for word, for those who may read it."""

import json
from hashlib import sha256

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from referrals.actions.talking_over import add_facts
from referrals.models import Referral
from schools.actions.shielding import shield_pupil
from tests.factories.attachments import an_attachment
from tests.factories.referrals import a_draft, a_referral, world
from tests.factories.schools import municipality
from tests.portal.papers import close, words_of


pytestmark = pytest.mark.django_db


def pdf_of(client, referral: Referral):
    return client.get(reverse("referrals:referral_pdf", args=[referral.uid]))


def printed() -> AuditEvent:
    return AuditEvent.objects.filter(verb="referral.printed").latest("pk")


def test_the_paper_holds_all_that_was_sent(client_of):
    w = world()
    sent = a_referral(w, child_told="no", child_told_why="Kishte #frikë$")
    add_facts(referral=sent, by=w.protector, text="Sot mungoi prapë")
    an_attachment(w, referral=sent, name="raport.pdf")

    words = close(words_of(pdf_of(client_of(w.worker), sent).content))

    for said in (
        sent.reference,
        sent.case.reference,
        "Zamira Provëza",
        w.school.name,
        w.unit.name,
        sent.what_seen,
        sent.child_words,
        "Kishte #frikë$",
        "Që të jetë në siguri",
        "Sot mungoi prapë",
        "raport.pdf",
        "What was seen and heard",
    ):
        assert close(said) in words


def test_the_paper_stays_what_was_sent_when_the_roll_changes(client_of):
    w = world()
    sent = a_referral(w)
    w.pupil.first_name = "Tjetërkush"
    w.pupil.save()

    words = words_of(pdf_of(client_of(w.protector), sent).content)

    assert "Zamira" in words
    assert "Tjetërkush" not in words


def test_the_history_keeps_the_fingerprint_of_the_very_file(client_of):
    w = world()
    sent = a_referral(w)

    response = pdf_of(client_of(w.protector), sent)

    body = json.loads(printed().body)
    assert body["detail"]["sha256"] == sha256(response.content).hexdigest()
    assert str(w.pupil.uid) in body["subjects"]


def test_a_draft_is_marked_and_its_fingerprint_is_not_kept(client_of):
    w = world()
    draft = a_draft(w)

    response = pdf_of(client_of(w.protector), draft)

    assert close("I PADËRGUAR · DRAFT") in close(words_of(response.content))
    assert json.loads(printed().body)["detail"] == {"draft": True}


def test_file_name_and_properties_hold_the_reference_only(client_of):
    w = world()
    sent = a_referral(w)

    response = pdf_of(client_of(w.protector), sent)

    wanted = f'attachment; filename="{sent.reference}.pdf"'
    assert response["Content-Disposition"] == wanted
    assert b"Zamira" not in response.content
    assert "Zamira".encode("utf-16-be") not in response.content


@pytest.mark.parametrize("who", ["neighbour", "other_unit", "teacher", "head"])
def test_nobody_else_prints_it(client_of, who):
    w, other = world(), world(municipality=municipality("0702"))
    sent = a_referral(w)
    user = {
        "neighbour": other.protector,
        "other_unit": other.worker,
        "teacher": w.teacher,
        "head": w.head,
    }[who]

    assert pdf_of(client_of(user), sent).status_code == 404


def test_the_unit_prints_no_draft(client_of):
    w = world()

    assert pdf_of(client_of(w.worker), a_draft(w)).status_code == 404


def test_a_shield_takes_the_paper_too(client_of):
    w = world()
    sent = a_referral(w)
    shield_pupil(pupil=w.pupil, barred=w.worker.staff, reason="Kushëri", by=None)

    assert pdf_of(client_of(w.worker), sent).status_code == 404


def test_whoever_is_not_signed_in_is_led_to_sign_in(client):
    response = pdf_of(client, a_referral(world()))

    assert "/accounts/login/" in response["Location"]
