"""The protector's desk: concerns, cases, and who reads what."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent, AuditSubject
from portal.clock import today
from referrals.actions.cases import add_note, set_level
from referrals.models import Case, CaseNote, Concern
from tests.factories.days import in_days
from tests.factories.referrals import (
    SEEN,
    WORDS,
    a_case,
    a_concern,
    a_referral,
    person,
    world,
)


pytestmark = pytest.mark.django_db


def english(client):
    client.cookies["language"] = "en"
    return client


def page_of(client, name: str, *args) -> str:
    return english(client).get(reverse(f"referrals:{name}", args=args)).content.decode()


def viewed(verb: str, uid) -> int:
    events = AuditEvent.objects.filter(verb=verb)
    return AuditSubject.objects.filter(event__in=events, uid=uid).count()


def test_the_inbox_lists_concerns_with_their_clock_and_writes_the_reading(client_of):
    w = world()
    a_concern(w)

    page = page_of(client_of(w.protector), "concerns")

    assert w.pupil.full_name() in page
    assert "app-clock" in page
    assert SEEN not in page
    assert viewed("concern.listed", w.pupil.uid) == 1


def test_the_inbox_names_a_child_on_no_roll(client_of):
    w = world()
    concern = a_concern(w, child_name="Beni")

    page = page_of(client_of(w.protector), "concerns")

    assert "Beni" in page
    assert viewed("concern.listed", concern.uid) == 1


def test_the_inbox_leaves_the_house_as_no_file(client_of):
    w = world()
    a_concern(w)

    answer = client_of(w.protector).get("/referrals/concerns/?format=xlsx")

    assert answer["Content-Type"].startswith("text/html")


def test_late_concerns_are_listed_and_counted_among_those_to_decide(client_of):
    w = world()
    a_concern(w, at=timezone.now() - dt.timedelta(days=9))
    client = client_of(w.protector)

    late = client.get("/referrals/concerns/?show=late").content.decode()
    home = english(client).get("/").content.decode()

    assert w.pupil.full_name() in late
    assert "/referrals/concerns/?show=open" in home


def test_opening_a_concern_marks_it_read_and_writes_the_reading(client_of):
    w = world()
    concern = a_concern(w)

    page = page_of(client_of(w.protector), "concern", concern.uid)

    concern.refresh_from_db()
    assert SEEN in page
    assert WORDS in page
    assert concern.state == Concern.State.READ
    assert viewed("concern.viewed", w.pupil.uid) == 1


def test_deciding_opens_the_case(client_of):
    w = world()
    concern = a_concern(w)
    url = reverse("referrals:concern", args=[concern.uid])

    answer = client_of(w.protector).post(
        url, {"decision": "coach", "reason": "Dy herë në javë", "red_lines": "none"}
    )

    case = Case.objects.get()
    assert answer["Location"] == reverse("referrals:case_coaching", args=[case.uid])


def test_a_decision_without_a_reason_is_asked_for(client_of):
    w = world()
    concern = a_concern(w)
    url = reverse("referrals:concern", args=[concern.uid])

    answer = client_of(w.protector).post(
        url, {"decision": "coach", "reason": "", "red_lines": "none"}
    )

    assert "data-error-summary" in answer.content.decode()
    assert not Case.objects.exists()


def test_two_who_decide_are_told(client_of):
    w = world()
    concern = a_concern(w)
    url = reverse("referrals:concern", args=[concern.uid])
    client = english(client_of(w.protector))
    client.post(
        url,
        {
            "decision": "no_action",
            "reason": "Ishte lojë",
            "red_lines": "none",
        },
    )

    answer = client.post(
        url, {"decision": "coach", "reason": "Jo", "red_lines": "none"}, follow=True
    )

    assert "already decided" in answer.content.decode()


def test_a_case_opens_from_the_pupil_with_the_words_of_the_protector(client_of):
    w = world()
    url = reverse("referrals:case_open", args=[w.pupil.uid])
    client = client_of(w.protector)

    asked = client.get(url)
    client.post(url, {"why": "Mungon të hënave", "red_lines": "none"})

    case = Case.objects.get()
    assert asked.status_code == 200
    assert (case.opened_why, case.opened_from) == ("Mungon të hënave", "direct")


def test_an_open_case_is_not_opened_again(client_of):
    w = world()
    case = a_case(w)

    answer = client_of(w.protector).get(
        reverse("referrals:case_open", args=[w.pupil.uid])
    )

    assert answer["Location"] == reverse("referrals:case", args=[case.uid])


def test_the_case_tells_everything_in_one_timeline(client_of):
    w = world()
    concern = a_concern(w)
    case = a_case(w, concern=concern, why="Mungon shpesh")
    concern.case = case
    concern.save(update_fields=["case"])
    set_level(case=case, by=w.protector, level="standard", reason="Vjen rrallë")
    add_note(
        case=case,
        by=w.protector,
        text="Folëm dhjetë minuta",
        child_words="Më mirë se dje",
        next_step="Takim me gjyshen",
        next_on=dt.date(2099, 1, 1),
        token=uuid4(),
    )
    a_referral(w, case=case)

    page = page_of(client_of(w.protector), "case", case.uid)

    for said in (
        SEEN,
        "Vjen rrallë",
        "Folëm dhjetë minuta",
        "Më mirë se dje",
        "Takim me gjyshen",
        "01.01.2099",
        "Sent to the unit",
        "Mungon shpesh",
    ):
        assert said in page
    assert viewed("case.viewed", w.pupil.uid) == 1


def test_the_next_step_stands_before_the_history(client_of):
    w = world()
    case = a_case(w)
    add_note(
        case=case,
        by=w.protector,
        text="Folëm",
        next_step="Takim",
        token=uuid4(),
    )

    page = page_of(client_of(w.protector), "case", case.uid)

    assert page.index("Takim") < page.index("What happened")


def test_a_planned_step_stands_in_the_form_of_a_note_and_stays(client_of):
    w = world()
    case, day = a_case(w), today() + dt.timedelta(days=3)
    case.next_on, case.next_step = day, "Vizitë"
    case.save()
    url = reverse("referrals:case_note", args=[case.uid])
    client = client_of(w.protector)

    text = client.get(url).content.decode()
    Case.objects.filter(pk=case.pk).update(next_on=today())
    over = client.get(url).content.decode()

    assert f"{day:%d.%m.%Y}" in text
    assert ("Vizitë" in text, "Vizitë" in over) == (True, False)


def test_a_note_is_saved_from_its_page_once(client_of):
    w = world()
    case = a_case(w)
    url = reverse("referrals:case_note", args=[case.uid])
    form = {"text": "Folëm", "next_on": in_days(20), "token": str(uuid4())}
    client = client_of(w.protector)

    client.post(url, form)
    client.post(url, form)

    assert CaseNote.objects.get().next_on == today() + dt.timedelta(days=20)


def test_the_level_is_chosen_with_a_reason(client_of):
    w = world()
    case = a_case(w)
    url = reverse("referrals:case_level", args=[case.uid])

    client_of(w.protector).post(url, {"level": "heightened", "reason": "Sepse"})

    case.refresh_from_db()
    assert case.level == "heightened"


def test_a_heightened_case_says_why_it_does_not_close(client_of):
    w = world()
    case = a_case(w)
    set_level(case=case, by=w.protector, level="acute", reason="Sepse")
    url = reverse("referrals:case_close", args=[case.uid])

    page = english(client_of(w.protector)).post(
        url, {"ending": "safe", "why": "Po", "child_view": "Mirë"}
    )

    case.refresh_from_db()
    assert "the supervisor has signed" in page.content.decode()
    assert case.is_open


def test_closing_from_the_page(client_of):
    w = world()
    case = a_case(w)
    url = reverse("referrals:case_close", args=[case.uid])

    client_of(w.protector).post(
        url, {"ending": "safe", "why": "Vjen çdo ditë", "child_view": "Jam mirë"}
    )

    case.refresh_from_db()
    assert not case.is_open


def test_the_caseload_filters_by_what_is_due(client_of):
    w = world()
    case = a_case(w)
    client = client_of(w.protector)
    nothing = client.get("/referrals/cases/?show=due").content.decode()
    Case.objects.filter(pk=case.pk).update(next_on=dt.date(2026, 1, 1))

    due = client.get("/referrals/cases/?show=due").content.decode()

    assert case.reference not in nothing
    assert case.reference in due


def test_the_pupils_page_leads_to_the_case(client_of):
    w = world()
    case = a_case(w)

    page = client_of(w.protector).get(f"/schools/pupils/{w.pupil.uid}/")

    assert reverse("referrals:case", args=[case.uid]) in page.content.decode()


def test_the_pupils_page_hides_the_case_from_the_head(client_of):
    w = world()
    case = a_case(w)

    page = client_of(w.head).get(f"/schools/pupils/{w.pupil.uid}/")

    assert page.status_code == 200
    assert str(case.uid) not in page.content.decode()


def test_a_case_is_found_by_its_reference(client_of):
    w = world()
    case = a_case(w)

    page = client_of(w.protector).post("/search/", {"q": case.reference.lower()})

    assert reverse("referrals:case", args=[case.uid]) in page.content.decode()


def test_a_referral_is_found_by_the_unit_and_not_by_the_neighbour(client_of):
    w = world()
    sent = a_referral(w)
    link = reverse("referrals:referral", args=[sent.uid])
    asked = {"q": sent.reference.replace("-", " ").lower()}

    found = client_of(w.worker).post("/search/", asked).content.decode()
    hidden = client_of(person("protector")).post("/search/", asked).content.decode()

    assert link in found
    assert link not in hidden
