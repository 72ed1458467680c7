"""The screens of a session: by the one who leads, the neighbour, and nobody."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.dates import day_text
from schools.models import Post
from tests.factories.schools import SchoolFactory, granted_post, roster_post
from tests.factories.sessions import cast, close, closed, code_of, held, mark, planned
from tests.factories.training import publish
from training.models import Attendance, ModuleCompletion, TrainingSession, WalkIn


pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def who():
    return cast(teachers=3)


@pytest.fixture
def leader(who, client_of):
    return english(client_of(who.user))


def english(client):
    client.cookies["language"] = "en"
    return client


def now_held(who):
    return held(who, at=timezone.now())


def path(session, step=""):
    return f"/training/sessions/{session.uid}/{step}"


def refusals(verb="session.refused"):
    found = AuditEvent.objects.filter(verb=verb)
    return [event.body for event in found.order_by("id")]


def plan_data(who, **given):
    return {
        "module": str(who.module.uid),
        "school": str(who.school.uid),
        "day": day_text(timezone.localdate()),
        "hour": "10:00",
        "minutes": "90",
        "venue": "Salla",
        "language": "sq",
        **given,
    }


def test_a_protector_plans_a_session_and_finds_the_print_pack(who, leader):
    answer = leader.post("/training/sessions/plan/", plan_data(who), follow=True)

    session = TrainingSession.objects.get()
    assert (session.expected, session.capacity) == (3, "psychologist")
    for step in ("slides/", "handout/", "sheet/", "test/"):
        assert path(session, step) in answer.text
        assert leader.get(path(session, step)).status_code == 200


def test_only_what_teachers_need_can_be_taught_to_them(who, leader):
    page = who.made.module
    page.audience = "protector"
    publish(page)

    answer = leader.post("/training/sessions/plan/", plan_data(who))

    assert page.title not in answer.text
    assert not TrainingSession.objects.exists()


def test_what_was_typed_stays_when_the_hour_is_taken(who, leader):
    leader.post("/training/sessions/plan/", plan_data(who))

    answer = leader.post("/training/sessions/plan/", plan_data(who, venue="Biblioteka"))

    assert "another session at that time" in answer.text
    assert "Biblioteka" in answer.text
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize("slip", ["01.01.0001", "27.11.2016"])
def test_a_slip_in_the_year_plans_no_session(who, leader, slip):
    answer = leader.post("/training/sessions/plan/", plan_data(who, day=slip))

    assert answer.context["form"].errors["day"]
    assert not TrainingSession.objects.exists()


def test_a_session_is_not_planned_at_a_school_of_others(who, leader):
    other = SchoolFactory()

    leader.post("/training/sessions/plan/", plan_data(who, school=str(other.uid)))

    assert not TrainingSession.objects.exists()


def test_the_sheet_and_the_test_are_pdfs_and_name_nobody_in_the_file_name(who, leader):
    session = planned(who, at=timezone.now())

    for step in ("sheet/", "test/"):
        answer = leader.get(path(session, step))
        assert answer.content.startswith(b"%PDF")
        assert who.school.name not in answer["Content-Disposition"]


def test_the_slides_are_the_lessons_of_the_module(who, leader):
    session = planned(who, at=timezone.now())

    text = leader.get(path(session, "slides/")).text

    assert who.made.lessons[0].title in text
    assert text.count('class="app-slide"') == 2  # the lesson and its one step


def test_the_code_renews_itself_without_a_script(who, leader):
    session = now_held(who)

    answer = leader.get(path(session, "code/"))

    assert int(answer["Refresh"]) >= 5
    code = code_of(session, timezone.now())
    assert f"{code[:3]} {code[3:]}" in answer.text
    assert answer["Cache-Control"] == "no-store"


def test_no_code_is_shown_before_the_session_begins(who, leader):
    answer = leader.get(path(planned(who, at=timezone.now()), "code/"))

    assert "Refresh" not in answer
    assert "No code is shown" in answer.text


def roster_data(who, state="present", **given):
    marks = {f"state-{person.pk}": state for person in who.teachers}
    return {"method": "paper", "others": "", **marks, **given}


def test_the_signed_sheet_is_entered_with_names_that_are_not_on_it(who, leader):
    session = now_held(who)

    leader.post(
        path(session, "roster/"), roster_data(who, others="Prova Tjetër\n\nProva Re")
    )

    assert Attendance.objects.filter(session=session, method="paper").count() == 3
    assert set(WalkIn.objects.values_list("name", flat=True)) == {
        "Prova Tjetër",
        "Prova Re",
    }


def test_part_of_the_time_asks_for_the_minutes(who, leader):
    session = now_held(who)

    answer = leader.post(path(session, "roster/"), roster_data(who, "partial"))

    assert "Write the minutes for" in answer.text
    assert not Attendance.objects.exists()


def test_an_overlap_is_said_by_name_and_audited(who, leader):
    elsewhere = cast(made=who.made)
    roster_post("teacher", school=elsewhere.school, staff=who.teachers[0])
    mark(now_held(elsewhere), elsewhere, who.teachers[0])
    session = now_held(who)

    answer = leader.post(path(session, "roster/"), roster_data(who))

    assert "is marked at another session" in answer.text
    assert not Attendance.objects.filter(session=session).exists()
    assert '"why":"overlap"' in refusals()[0].replace(" ", "")


def test_a_headcount_that_differs_says_both_numbers_and_what_to_do(who, leader):
    session = now_held(who)
    mark(session, who, *who.teachers)

    answer = leader.post(path(session, "close/"), {"headcount": "5"})

    assert "You counted 5 heads; 3 people are marked" in answer.text
    session.refresh_from_db()
    assert session.state == "held"


def test_a_name_typed_wrongly_is_taken_out_on_the_roster(who, leader):
    session = now_held(who)
    leader.post(path(session, "roster/"), roster_data(who, others="Gabim\nProva Mirë"))
    wrong = WalkIn.objects.get(name="Gabim")
    assert "Is one of the names noted already wrong?" in (
        leader.get(path(session, "roster/")).text
    )

    leader.post(path(session, "roster/"), roster_data(who, wrong=[str(wrong.uid)]))

    assert [row.name for row in WalkIn.objects.all()] == ["Prova Mirë"]


def test_the_roster_offers_to_take_out_no_one_who_signed_by_code(
    who, leader, client_of
):
    session = now_held(who)
    guest = granted_post("teacher").staff
    sign(client_of(guest.user), code_of(session, timezone.now()))
    row = WalkIn.objects.get()

    text = leader.get(path(session, "roster/")).text
    leader.post(path(session, "roster/"), roster_data(who, wrong=[str(row.uid)]))

    assert guest.full_name() in text
    assert "Is one of the names noted already wrong?" not in text
    assert WalkIn.objects.exists()


def test_a_session_begun_by_mistake_is_cancelled_from_its_page(who, leader):
    session = now_held(who)
    assert path(session, "cancel/") in leader.get(path(session)).text

    leader.post(path(session, "cancel/"), {"reason": "Gabim."})

    session.refresh_from_db()
    assert session.state == "cancelled"


def test_a_session_with_somebody_in_it_says_why_it_is_not_cancelled(who, leader):
    session = now_held(who)
    mark(session, who, who.teachers[0])
    assert path(session, "cancel/") not in leader.get(path(session)).text

    answer = leader.post(path(session, "cancel/"), {"reason": "Gabim."}, follow=True)

    assert "Somebody is marked, signed in or noted" in answer.text
    session.refresh_from_db()
    assert session.state == "held"


# --- The answer key -----------------------------------------------------------------------
def test_the_one_who_leads_prints_the_answer_key_once_it_has_begun(who, leader):
    session = planned(who, at=timezone.now())
    key = path(session, "key/")
    assert leader.get(key).status_code == 404
    assert key not in leader.get(path(session)).text
    leader.post(path(session, "begin/"))

    answer = leader.get(key)

    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    assert key in leader.get(path(session)).text


def test_a_session_without_a_test_has_no_key(who, leader):
    session = now_held(who)
    TrainingSession.objects.update(paper_test=[])

    assert leader.get(path(session, "key/")).status_code == 404


@pytest.mark.parametrize("role", ["protector", "teacher", "head"])
def test_nobody_else_at_the_school_reads_the_key_and_the_try_is_audited(
    who, client_of, role
):
    session = closed(who)
    other = granted_post(role, school=who.school).staff.user

    assert client_of(other).get(path(session, "key/")).status_code == 404
    assert AuditEvent.objects.filter(verb="access.denied", actor=other.uid).exists()


def test_closing_and_paper_scores_complete_the_module_at_once(who, leader):
    session = now_held(who)
    mark(session, who, *who.teachers)
    first, second, third = who.teachers

    leader.post(path(session, "close/"), {"headcount": "3"})
    leader.post(
        path(session, "scores/"),
        {
            f"right-{first.pk}": "3",
            f"key-{first.pk}": "on",
            f"right-{second.pk}": "1",
            f"key-{second.pk}": "on",
            f"right-{third.pk}": "",
        },
    )

    assert [done.staff for done in ModuleCompletion.objects.all()] == [first]
    text = leader.get("/training/coverage/").text
    assert "1 / 3" in text
    assert "33 %" in text


# --- Whose session it is --------------------------------------------------------------
STEPS = ["begin/", "close/", "roster/", "cancel/", "scores/"]


@pytest.mark.parametrize("step", STEPS)
def test_a_colleague_does_not_move_the_session_and_the_try_is_audited(
    who, client_of, step
):
    session = planned(who, at=timezone.now())
    colleague = granted_post("protector", school=who.school).staff.user

    answer = client_of(colleague).post(path(session, step), {"headcount": "1"})

    assert answer.status_code == 404
    session.refresh_from_db()
    assert session.state == "planned"
    assert AuditEvent.objects.filter(verb="access.denied", actor=colleague.uid).exists()


@pytest.mark.parametrize(
    "step", ["", *STEPS, "code/", "sheet/", "slides/", "qr/", "key/"]
)
def test_the_session_of_a_neighbour_does_not_exist(who, client_of, step):
    session = planned(who, at=timezone.now())
    neighbour = client_of(granted_post("protector").staff.user)

    assert neighbour.post(path(session, step)).status_code in {404, 405}
    assert neighbour.get(path(session, step)).status_code in {404, 405}


def test_a_colleague_reads_no_names(who, client_of):
    session = closed(who)
    colleague = client_of(granted_post("protector", school=who.school).staff.user)

    text = colleague.get(path(session)).text

    assert who.teachers[0].full_name() not in text


def test_nobody_is_led_to_sign_in(who, client):
    session = now_held(who)

    for address in (path(session), "/training/in/", "/training/sessions/mine/"):
        assert client.get(address).status_code == 302


# --- Signing in -----------------------------------------------------------------------
def sign(client, code, address="/training/in/"):
    data = {"code": code, "client_id": str(uuid4())}
    return client.post(address, data, follow=True)


def test_a_teacher_signs_in_by_the_short_address(who, client_of):
    session, person = now_held(who), who.teachers[0]
    client = english(client_of(person.user, factor=False))

    answer = sign(client, code_of(session, timezone.now()))

    assert "You are signed in." in answer.text
    assert Attendance.objects.get(session=session).staff == person


def test_a_code_replayed_for_another_session_is_refused_and_audited(who, client_of):
    session, elsewhere = now_held(who), cast(made=who.made)
    roster_post("teacher", school=elsewhere.school, staff=who.teachers[0])
    Post.objects.filter(school=elsewhere.school).update(granted_at=timezone.now())
    other = now_held(elsewhere)
    client = english(client_of(who.teachers[0].user))

    answer = sign(client, code_of(session, timezone.now()), path(other, "sign/"))

    assert "This code opens no session now" in answer.text
    assert not Attendance.objects.exists()
    assert str(other.uid) in refusals("session.wrong_code")[0]


def test_a_wrong_code_is_audited_and_stays_in_the_box(who, client_of):
    now_held(who)

    answer = sign(english(client_of(who.teachers[0].user)), "12x456")

    assert 'value="12x456"' in answer.text
    assert len(refusals("session.wrong_code")) == 1


def test_eight_wrong_codes_end_the_guessing(who, client_of):
    session = now_held(who)
    client = english(client_of(who.teachers[0].user))
    for _try in range(8):
        sign(client, "000000x")

    answer = sign(client, code_of(session, timezone.now()))

    assert "Too many wrong codes" in answer.text
    assert not Attendance.objects.exists()


def test_my_sessions_shows_those_of_my_school_only(who, client_of):
    now_held(who)
    elsewhere = cast(made=who.made)
    now_held(elsewhere)

    text = client_of(who.teachers[0].user).get("/training/sessions/mine/").text

    assert who.school.name in text
    assert elsewhere.school.name not in text


def test_the_quiz_opens_on_the_phone_after_the_closing(who, client_of):
    session, person = now_held(who), who.teachers[0]
    mark(session, who, person)
    client = english(client_of(person.user))
    quiz = f"/training/quiz/{who.made.item(who.made.quiz).uid}/"
    start = {"client_id": str(uuid4())}
    refused = client.post(quiz, start)
    assert "/training/attempts/" not in refused["Location"]

    close(session, who, 1, at=timezone.now())

    assert "/training/attempts/" in client.post(quiz, start)["Location"]


# --- Who is not on the roster ---------------------------------------------------------
def test_the_head_says_who_it_was(who, client_of, leader):
    session = now_held(who)
    leader.post(path(session, "roster/"), roster_data(who, others="Prova e Panjohur"))
    leader.post(path(session, "close/"), {"headcount": "4"})
    guest = granted_post("teacher").staff
    head = english(client_of(granted_post("head", school=who.school).staff.user))
    row = WalkIn.objects.get()
    assert "Prova e Panjohur" in head.get("/training/sessions/guests/").text

    head.post(
        f"/training/sessions/guests/{row.uid}/",
        {"verdict": "accepted", "staff_code": guest.staff_code, "reason": ""},
    )

    assert Attendance.objects.get(staff=guest).counts
    row.refresh_from_db()
    assert row.state == "accepted"


def test_a_head_does_not_say_so_of_himself_and_is_told_who_does(who, client_of, leader):
    session = now_held(who)
    leader.post(path(session, "roster/"), roster_data(who, others="Prova e Panjohur"))
    head = granted_post("head", school=who.school).staff
    row = WalkIn.objects.get()

    answer = english(client_of(head.user)).post(
        f"/training/sessions/guests/{row.uid}/",
        {"verdict": "accepted", "staff_code": head.staff_code, "reason": ""},
    )

    assert "the directorate" in answer.text
    row.refresh_from_db()
    assert row.state == "open"
    assert AuditEvent.objects.filter(verb="access.denied", actor=head.user.uid).exists()


def test_a_head_of_another_school_finds_no_such_person(who, client_of, leader):
    session = now_held(who)
    leader.post(path(session, "roster/"), roster_data(who, others="Prova e Panjohur"))
    row = WalkIn.objects.get()
    other = client_of(granted_post("head").staff.user)

    assert "Prova e Panjohur" not in other.get("/training/sessions/guests/").text
    assert other.post(f"/training/sessions/guests/{row.uid}/").status_code == 404


# --- What it costs --------------------------------------------------------------------
@pytest.mark.parametrize(
    "address", ["/training/sessions/", "/training/sessions/mine/", ""]
)
def test_the_cost_does_not_grow_with_the_people(client_of, address):
    costs = []
    for teachers in (1, 9):
        who = cast(teachers=teachers)
        session = now_held(who)
        mark(session, who, *who.teachers)
        client = client_of(who.user)
        target = address or path(session)
        client.get(target)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(target).status_code == 200
        costs.append(cost(seen))

    assert costs[0] == costs[1] <= 10


def cost(seen):
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(query["sql"].startswith(words) for query in seen.captured_queries)
