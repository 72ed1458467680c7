"""What is typed into a long form is kept, sealed, until it is sent or thrown away."""

import datetime as dt
import re
from uuid import uuid4

import pytest
import time_machine
from django import forms
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from portal.actions import keeping
from portal.actions.keeping import AlreadySent, drop_draft, end_draft, keep_draft
from portal.actions.purging import purge_short_lived
from portal.audit.models import AuditEvent
from portal.drafts import fields_of, fill, is_key
from portal.forms import DayField, LongTextField, PortalForm, TicksField, YesNoField
from portal.models import FormDraft, HeldPost
from referrals.models import CaseNote, Concern
from tests.factories.portal import UserFactory
from tests.factories.referrals import a_case, a_draft, world
from tests.factories.schools import granted_post


pytestmark = pytest.mark.django_db
WORDS = "Sot më tha se nuk fle në shtëpi."
KEEP, DROP = "/drafts/", "/drafts/drop/"
HIDDEN = re.compile(r'name="(autosave(?:_key)?|token)" value="([^"]+)"')


def hidden(page) -> dict[str, str]:
    """The hidden fields by which a page says which draft is its own."""
    return dict(HIDDEN.findall(page.text))


@pytest.fixture
def w():
    return world()


@pytest.fixture
def protector(w, client_of):
    return client_of(w.protector)


@pytest.fixture
def note(w) -> str:
    return reverse("referrals:case_note", args=[a_case(w).uid])


def keep(client, form: dict[str, str], **fields):
    return client.post(KEEP, {**form, **fields})


def test_what_was_typed_is_there_again_when_the_form_is_opened_again(protector, note):
    form = hidden(protector.get(note))

    answer = keep(protector, form, text=WORDS, next_on="3.12.2026")
    page = protector.get(note)

    assert re.fullmatch(r"\d\d:\d\d", answer.text)
    assert WORDS in page.text
    assert 'value="3.12.2026"' in page.text
    assert 'form="throw-draft"' in page.text


def test_an_untouched_form_says_nothing_of_a_draft(protector, note):
    page = protector.get(note)

    assert "throw-draft" in page.text  # the form is there, the button is not
    assert 'form="throw-draft"' not in page.text


def test_it_is_sealed_in_the_database(protector, note):
    keep(protector, hidden(protector.get(note)), text=WORDS)

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM portal_formdraft")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])


def test_a_form_that_was_taken_has_no_draft_any_more(protector, note):
    form = hidden(protector.get(note))
    keep(protector, form, text=WORDS)

    protector.post(note, {**form, "text": WORDS})
    late = keep(protector, form, text=WORDS)

    assert CaseNote.objects.count() == 1
    assert late.status_code == 409
    assert WORDS not in protector.get(note).text
    assert FormDraft.objects.get().body == ""


def test_a_save_that_comes_only_after_the_sending_brings_nothing_back(protector, note):
    form = hidden(protector.get(note))

    protector.post(note, {**form, "text": WORDS})
    late = keep(protector, form, text=WORDS)

    assert late.status_code == 409
    assert WORDS not in protector.get(note).text


def test_a_form_that_was_refused_keeps_its_draft(protector, note):
    form = hidden(protector.get(note))
    keep(protector, form, text=WORDS, next_on="1.1.2020")

    refused = protector.post(note, {**form, "text": WORDS, "next_on": "1.1.2020"})

    assert refused.status_code == 200
    assert hidden(refused)["autosave"] == form["autosave"]
    assert WORDS in protector.get(note).text


def test_a_page_that_carries_a_draft_on_ends_it_when_it_is_sent(protector, note):
    """The browser was killed; the next page is sent without another save."""
    keep(protector, hidden(protector.get(note)), text=WORDS)
    form = hidden(protector.get(note))

    protector.post(note, {**form, "text": WORDS})

    assert WORDS not in protector.get(note).text


def test_another_window_of_the_same_form_keeps_its_own_text(protector, note):
    first, second = hidden(protector.get(note)), hidden(protector.get(note))
    keep(protector, first, text="E para")
    keep(protector, second, text=WORDS)

    protector.post(note, {**first, "text": "E para"})

    assert WORDS in protector.get(note).text


def test_the_number_of_sending_is_not_put_back(protector, note):
    """Else a text written after the sending would be taken for the one sent."""
    form = hidden(protector.get(note))
    keep(protector, form, text=WORDS)

    assert hidden(protector.get(note))["token"] != form["token"]


def test_the_version_is_put_back_so_that_a_change_in_between_is_seen(w, client_of):
    client, draft = client_of(w.protector), a_draft(w)
    url = reverse("referrals:referral_edit", args=[draft.uid])
    keep(client, hidden(client.get(url)), version=draft.version, what_seen=WORDS)
    client.post(url, {"version": draft.version, "what_seen": "Nga tjetri"})

    page = client.get(url)
    sent = client.post(url, {**hidden(page), "version": 2, "what_seen": WORDS})

    assert 'name="version" value="2"' in page.text
    assert "Nga tjetri" in sent.text
    assert WORDS in sent.text


def test_the_writer_throws_it_away(protector, note):
    form = hidden(protector.get(note))
    keep(protector, form, text=WORDS)

    answer = protector.post(DROP, {"key": form["autosave_key"], "next": note})

    assert answer["Location"] == note
    assert WORDS not in protector.get(note).text
    assert AuditEvent.objects.filter(verb="draft.dropped").count() == 1
    assert keep(protector, form, text=WORDS).status_code == 409


def test_nobody_else_is_shown_it_nor_throws_it_away(w, protector, note, client_of):
    form = hidden(protector.get(note))
    keep(protector, form, text=WORDS)
    other = client_of(granted_post("protector", school=w.school).staff.user)

    page = other.get(note)
    other.post(DROP, {"key": form["autosave_key"], "next": note})

    assert WORDS not in page.text
    assert WORDS in protector.get(note).text


def test_who_is_not_signed_in_keeps_nothing(client, protector, note):
    answer = keep(client, hidden(protector.get(note)), text=WORDS)

    assert answer.status_code == 302
    assert not FormDraft.objects.exists()


def test_a_save_from_another_site_is_refused(w, client_of):
    client = client_of(w.protector, enforce_csrf_checks=True)

    answer = keep(client, {"autosave": str(uuid4()), "autosave_key": "a:b"}, text=WORDS)

    assert answer.status_code == 403


def test_it_outlives_the_session(w, protector, note, client_of):
    keep(protector, hidden(protector.get(note)), text=WORDS)
    protector.logout()

    assert WORDS in client_of(w.protector).get(note).text


def test_a_save_after_the_end_of_the_session_is_no_held_form(protector, note):
    form = hidden(protector.get(note))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31)):
        answer = keep(protector, form, text=WORDS)

    assert answer.status_code == 302
    assert not HeldPost.objects.exists()
    assert not FormDraft.objects.exists()


def test_a_concern_is_there_again_with_the_child_that_was_chosen(w, client_of):
    client, url = client_of(w.teacher), reverse("referrals:concern_new")
    form = hidden(client.get(url))
    keep(client, form, name="Zamira", pupil=str(w.pupil.uid), text=WORDS, basis="heard")

    page = client.get(url)

    assert WORDS in page.text
    assert re.search(rf'value="{w.pupil.uid}"[^>]* checked', page.text)


def test_a_concern_that_was_checked_and_sent_leaves_no_draft(w, client_of):
    client, url = client_of(w.teacher), reverse("referrals:concern_new")
    form = hidden(client.get(url))
    said = {
        "name": "Zamira",
        "pupil": str(w.pupil.uid),
        "text": WORDS,
        "basis": "seen",
        "danger": "no",
        "noticed_on": "20.11.2026",
    }
    keep(client, form, **said)

    check = client.post(url, {**form, **said, "step": "check"})
    client.post(url, {**said, **form, **hidden(check), "step": "send"})

    assert hidden(check)["autosave"] == form["autosave"]
    assert Concern.objects.count() == 1
    assert WORDS not in client.get(url).text


@pytest.mark.parametrize(
    "sent",
    [
        {"autosave": "x", "autosave_key": "a:b"},
        {"autosave": str(uuid4())},
        {"autosave": str(uuid4()), "autosave_key": "Zamira Provëza"},
        {"autosave": str(uuid4()), "autosave_key": "a:" + "b" * 200},
    ],
)
def test_what_names_no_form_of_ours_is_not_kept(sent, protector):
    assert keep(protector, sent, text=WORDS).status_code == 400
    assert not FormDraft.objects.exists()


def test_more_than_64_kb_is_refused(protector, note):
    form = hidden(protector.get(note))

    assert keep(protector, form, text="x" * 65536).status_code == 413


@pytest.mark.parametrize(
    ("key", "ours"),
    [
        ("referrals:case_note/6f0c2c1e-1111-4222-8333-444455556666", True),
        ("referrals:concern_new", True),
        ("referrals:meeting_new?0123456789abcdef#minutes", True),
        ("referrals:case_note/../x y", False),
        ("", False),
    ],
)
def test_a_key_is_a_view_and_what_stands_in_its_address(key, ours):
    assert is_key(key) is ours


def test_the_same_form_asked_for_another_child_is_another_form(protector, note):
    keep(protector, hidden(protector.get(f"{note}?child=a")), text=WORDS)

    assert WORDS not in protector.get(f"{note}?child=b").text
    assert WORDS in protector.get(f"{note}?child=a").text


# --- The action --------------------------------------------------------------------
def test_one_event_for_a_page_however_often_it_saves():
    user, page = UserFactory(), uuid4()

    for text in ("a", "b", WORDS):
        keep_draft(by=user, key="a:b", page=page, fields={"text": [text]})

    events = AuditEvent.objects.filter(verb="draft.kept")
    assert events.count() == 1
    assert WORDS not in events.get().body


def test_passwords_tokens_and_our_own_fields_are_not_kept():
    names = ("password1", "csrfmiddlewaretoken", "token", "autosave", "text", "code")

    kept = keep_draft(
        by=UserFactory(), key="a:b", page=uuid4(), fields={n: ["x"] for n in names}
    )

    assert set(fields_of(kept)) == {"text", "code"}


def test_ending_a_form_that_was_never_kept_leaves_only_its_number():
    user, page = UserFactory(), uuid4()

    end_draft(by=user, key="a:b", page=page)

    assert FormDraft.objects.get().body == ""
    with pytest.raises(AlreadySent):
        keep_draft(by=user, key="a:b", page=page, fields={"text": ["x"]})


def test_throwing_away_what_is_not_there_is_nothing():
    drop_draft(by=UserFactory(), key="a:b")

    assert not AuditEvent.objects.exists()


def test_the_oldest_draft_makes_room(monkeypatch):
    monkeypatch.setattr(keeping, "MOST_DRAFTS", 2)
    user = UserFactory()

    for key in ("a:a", "a:b", "a:c"):
        keep_draft(by=user, key=key, page=uuid4(), fields={"text": ["x"]})

    assert set(FormDraft.objects.values_list("key", flat=True)) == {"a:b", "a:c"}


def test_after_thirty_days_it_is_deleted():
    keep_draft(by=UserFactory(), key="a:b", page=uuid4(), fields={"text": ["x"]})
    early = purge_short_lived(moment=timezone.now() + dt.timedelta(days=29))

    late = purge_short_lived(moment=timezone.now() + dt.timedelta(days=31))

    assert (early["drafts"], late["drafts"]) == (0, 1)


# --- Putting it back ----------------------------------------------------------------
class Everything(PortalForm):
    """One of each control."""

    text = LongTextField()
    on = DayField()
    told = YesNoField()
    signs = TicksField(choices=[("a", "A"), ("b", "B"), ("c", "C")])
    sure = forms.BooleanField()
    file = forms.FileField()


def test_every_kind_of_control_is_filled_as_it_was():
    form = Everything(initial={"text": "before", "sure": False}, prefix="p")

    fill(form, QueryDict("p-text=after&p-on=3.12.2026&p-told=no&p-signs=a&p-signs=c"))

    assert form["text"].value() == "after"
    assert 'value="3.12.2026"' in str(form["on"])
    assert re.search(r'value="no"[^>]*checked', str(form["told"]))
    assert str(form["signs"]).count("checked") == 2
    assert form["sure"].value() is False


def test_a_field_that_the_draft_does_not_know_keeps_its_value():
    form = Everything(initial={"text": "before"})

    fill(form, QueryDict("on=3.12.2026"))

    assert form["text"].value() == "before"


def test_a_form_that_was_just_sent_is_left_alone():
    form = Everything({"text": "sent"})

    fill(form, QueryDict("text=kept"))

    assert form["text"].value() == "sent"
