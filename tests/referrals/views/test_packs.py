"""The pack for the case meeting: each copy marked, what is hidden really gone."""

import json
from hashlib import sha256

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from referrals.actions.household import remove_member
from referrals.actions.measuring import set_measure
from referrals.actions.receiving import accept, receive
from referrals.actions.sending import submit_referral
from referrals.actions.talking_over import add_facts
from referrals.actions.tracking import open_track
from referrals.print_parts import HIDES, PARTS
from schools.actions.shielding import shield_pupil
from tests.factories.assessing import a_factor
from tests.factories.casefile import a_member
from tests.factories.referrals import DAY, a_draft, a_referral, taken_to, world
from tests.factories.schools import municipality
from tests.portal.papers import close, words_of


pytestmark = pytest.mark.django_db
ALL = [part.key for part in PARTS]


def path(referral) -> str:
    return reverse("referrals:referral_pack", args=[referral.uid])


def pack(client, referral, **given):
    values = {"recipients": "policia, shëndetësia", "parts": ALL, "hidden": []}
    return client.post(path(referral), {**values, **given})


@pytest.fixture
def whole():
    """A referral whose every part says something that can be found again."""
    w = world()
    w.pupil.guardian_phone = "0691234567"
    w.pupil.save()
    sent = a_referral(w)
    add_facts(referral=sent, by=w.protector, text="Faktishtmë")
    a_factor(w, sent.case, note="Shënimifaktorit")
    a_member(w, sent.case, name="Nënashembull", note="Tel069")
    a_member(w, sent.case, relation="sibling", name="Vëllaishembull", note="")
    return w, sent


def words(client, sent, **given) -> str:
    return close(words_of(pack(client, sent, **given).content))


def test_each_recipient_has_a_numbered_copy_with_the_day_of_destruction(
    client_of, whole
):
    w, sent = whole

    said = words(client_of(w.protector), sent)

    assert "Kopja1:policia" in said
    assert "Kopja2:shëndetësia" in said
    assert "Asgjësojenideri" in said
    assert said.count("1/1") == 2 or said.count("1/2") == 2


def test_the_parts_that_were_chosen_are_there_and_no_other(client_of, whole):
    w, sent = whole
    client = client_of(w.protector)

    everything = words(client, sent)
    measures = words(client, sent, parts=["measures"])

    for said in ("Faktishtmë", "Shënimifaktorit", "Nënashembull", "0691234567"):
        assert said in everything
        assert said not in measures


def test_who_was_taken_off_the_list_of_the_home_is_not_printed(client_of, whole):
    w, sent = whole
    wrong = a_member(w, sent.case, relation="other", name="Gabimishtmë")
    remove_member(member=wrong, by=w.protector)

    said = words(client_of(w.protector), sent)

    assert "Nënashembull" in said
    assert "Gabimishtmë" not in said


HIDDEN = {
    "contacts": ["0691234567", "Tel069"],
    "siblings": ["Vëllaishembull"],
    "names": ["Nënashembull", "Vëllaishembull", "Gëzim"],
    "narrative": ["Faktishtmë", "Shënimifaktorit", "mavijosje", "Nukduatëshkoj"],
}


@pytest.mark.parametrize("hide", HIDDEN)
def test_what_is_left_out_is_nowhere_in_the_file(client_of, whole, hide):
    w, sent = whole

    said = words(client_of(w.protector), sent, hidden=[hide])

    assert [one for one in HIDDEN[hide] if one in said] == []
    assert close(str(HIDES[hide])) in said


def test_who_reported_is_left_out(client_of, whole):
    w, sent = whole
    w.protector.name = "Emripërtufshehur"
    w.protector.save()
    client = client_of(w.protector)

    assert "Emripërtufshehur" in words(client, sent)
    assert "Emripërtufshehur" not in words(client, sent, hidden=["reporter"])


def test_the_unit_is_not_offered_what_only_the_school_holds(client_of, whole):
    w, sent = whole
    client = client_of(w.worker)

    refused = pack(client, sent)
    said = words(client, sent, parts=["referral", "timeline", "measures"])

    assert refused.status_code == 200
    assert refused["Content-Type"].startswith("text/html")
    assert "Nënashembull" not in said
    assert "Faktishtmë" in said


def test_the_history_keeps_the_choice_and_the_fingerprint_and_no_name(client_of, whole):
    w, sent = whole

    response = pack(client_of(w.protector), sent, hidden=["names"])

    body = json.loads(AuditEvent.objects.get(verb="referral.pack").body)
    assert body["detail"]["sha256"] == sha256(response.content).hexdigest()
    assert body["detail"]["hidden"] == ["names"]
    assert body["detail"]["copies"] == 2
    assert "policia" not in json.dumps(body)


def test_without_a_recipient_the_form_says_so(client_of, whole):
    w, sent = whole

    response = pack(client_of(w.protector), sent, recipients=" , ")

    assert "Thoni kush merr" in response.content.decode()


@pytest.mark.parametrize("who", ["neighbour", "other_unit", "teacher", "head"])
def test_nobody_else_makes_a_pack(client_of, whole, who):
    w, sent = whole
    other = world(municipality=municipality("0702"))
    user = {
        "neighbour": other.protector,
        "other_unit": other.worker,
        "teacher": w.teacher,
        "head": w.head,
    }[who]

    assert pack(client_of(user), sent).status_code == 404


def test_a_draft_has_no_pack_and_a_shield_takes_it(client_of):
    w = world()
    draft = a_draft(w)
    assert client_of(w.protector).get(path(draft)).status_code == 404

    sent = taken_to(world(), "received")
    other = world()
    shield_pupil(pupil=sent.case.pupil, barred=other.worker.staff, reason="K", by=None)
    assert client_of(other.worker).get(path(sent)).status_code == 404


def test_who_told_and_how_to_reach_the_home_are_left_out_unless_wanted(
    client_of, whole
):
    w, sent = whole

    form = client_of(w.protector).get(path(sent)).context["form"]

    assert set(form.fields["hidden"].initial) == {
        "reporter",
        "contacts",
        "siblings",
        "names",
    }


def test_words_of_the_track_and_of_measures_are_left_out_with_what_was_told(client_of):
    w = world()
    draft = a_draft(w)
    open_track(referral=draft, by=w.protector, why="Arsyejaehapjes")
    sent = submit_referral(referral=draft, by=w.protector)
    receive(referral=sent, by=w.worker)
    accept(referral=sent, by=w.worker, worker="P. M.", first_contact_on=DAY)
    set_measure(referral=sent, by=w.worker, agency="shkolla", what="Masaemarrë")
    client = client_of(w.protector)

    everything = words(client, sent)
    left = words(client, sent, hidden=["narrative"])

    for said in ("Arsyejaehapjes", "Masaemarrë"):
        assert said in everything
        assert said not in left
    assert "shkolla" in left
