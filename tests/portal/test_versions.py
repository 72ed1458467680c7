"""Two editors: what each wrote is shown, and nobody's words are overwritten."""

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.versions import fingerprint
from tests.factories.referrals import a_draft, world
from tests.factories.schools import UnitFactory, granted_post
from tests.portal.test_drafts import hidden


pytestmark = pytest.mark.django_db


def test_a_fingerprint_changes_with_a_value_and_with_nothing_else():
    unit = UnitFactory()
    before = fingerprint(unit, ["name", "telephone"])

    unit.address = "Tjetër"
    same = fingerprint(unit, ["telephone", "name"])
    unit.telephone = "04 999"

    assert same == before
    assert fingerprint(unit, ["name", "telephone"]) != before


def test_two_people_keep_one_unit_right(client_of):
    unit = UnitFactory(telephone="04 000 0000")
    head = client_of(granted_post("cpu_head", unit=unit).staff.user)
    admin = client_of(granted_post("system_admin").staff.user)
    url = f"/schools/units/{unit.municipality.code}/"
    form = {"name": unit.name, "seen": hidden_seen(head.get(url))}
    admin.post(url, {**form, "telephone": "04 111 1111"})

    clash = head.post(url, {**form, "telephone": "04 222 2222"})
    unit.refresh_from_db()

    assert clash.status_code == 200
    assert unit.telephone == "04 111 1111"
    assert "04 111 1111" in clash.text
    assert 'value="04 222 2222"' in clash.text
    again = {**form, "telephone": "04 222 2222", "seen": hidden_seen(clash)}
    assert head.post(url, again).status_code == 302
    unit.refresh_from_db()
    assert unit.telephone == "04 222 2222"


def test_the_history_names_the_fields_that_changed(client_of):
    unit = UnitFactory(telephone="04 000 0000")
    head = client_of(granted_post("cpu_head", unit=unit).staff.user)

    head.post(
        f"/schools/units/{unit.municipality.code}/",
        {"name": unit.name, "address": unit.address, "telephone": "04 111 1111"},
    )

    event = AuditEvent.objects.get(verb="unit.changed")
    assert '"telephone"' in event.body
    assert '"name"' not in event.body


def test_two_protectors_write_one_referral(client_of):
    w = world()
    draft = a_draft(w)
    other = granted_post("protector", school=w.school).staff.user
    url = reverse("referrals:referral_edit", args=[draft.uid])
    mine, theirs = client_of(w.protector), client_of(other)
    form = {**hidden(mine.get(url)), "version": draft.version}
    theirs.post(url, {"version": draft.version, "what_seen": "Nga tjetri"})

    clash = mine.post(url, {**form, "what_seen": "Nga unë"})
    draft.refresh_from_db()

    assert clash.status_code == 200
    assert draft.what_seen == "Nga tjetri"
    assert clash.text.count("Nga tjetri") >= 1
    assert clash.text.count("Nga unë") >= 2  # beside theirs, and in the form


def hidden_seen(page) -> str:
    return page.text.split('name="seen" value="')[1].split('"')[0]
