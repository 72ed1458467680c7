"""The desks cost the same with one row and with thirty, and ten queries at most."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.crypto import forget_keys
from referrals.actions import receiving, sending
from referrals.actions.cases import add_note
from referrals.actions.measuring import set_measure
from referrals.actions.meetings import put_on_agenda
from referrals.actions.placement_work import say
from referrals.actions.talking_over import send_message
from referrals.models import Case, LadderNotice, Referral
from schools.models import Post
from tests.factories.endings import LOST, a_measure, a_waiting_case
from tests.factories.meetings import (
    a_held_table,
    a_table,
    an_item,
    police,
    spoken,
)
from tests.factories.placements import a_placement, placed, with_class_text
from tests.factories.referrals import (
    World,
    a_case,
    a_concern,
    a_direct_concern,
    a_referral,
    person,
    taken_to,
    world,
)
from tests.factories.schools import enrolled


pytestmark = pytest.mark.django_db
MOST = 10
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def cost(client, path: str) -> int:
    """What a warm page costs, with every case key forgotten."""
    assert client.get(path).status_code == 200
    forget_keys()
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return sum(q["sql"].lstrip("( ").startswith(COUNTED) for q in queries)


def each_pupil(w: World, make: Callable[[World], Any], count: int) -> None:
    for _n in range(count):
        w.pupil = enrolled(w.school, first_name="Zamira")
        make(w)


def heads_turn(w: World) -> None:
    Post.objects.filter(school=w.school, role="protector").update(granted_at=None)
    a_concern(w)


def no_roll(w: World) -> None:
    a_concern(w, child_name="Beni")


def no_roll_case(w: World) -> None:
    a_case(w, pupil=None, concern=a_concern(w, child_name="Beni"))


@pytest.mark.parametrize(
    ("role", "path", "make"),
    [
        ("teacher", "/referrals/concerns/mine/", a_concern),
        ("protector", "/referrals/concerns/", a_concern),
        ("protector", "/referrals/concerns/", no_roll),
        ("worker", "/referrals/concerns/direct/", a_direct_concern),
        ("head", "/referrals/concerns/", heads_turn),
        ("head", "/", heads_turn),
        ("teacher", "/referrals/concerns/mine/", a_direct_concern),
        ("protector", "/referrals/cases/", a_case),
        ("protector", "/referrals/cases/", no_roll_case),
        ("protector", "/referrals/sent/", a_referral),
        ("head", "/referrals/sent/", a_referral),
        ("worker", "/referrals/inbox/", a_referral),
        ("protector", "/referrals/placements/", a_placement),
        ("worker", "/referrals/placements/", a_placement),
        ("teacher", "/referrals/class/", with_class_text),
        ("protector", "/", a_referral),
        ("worker", "/", a_referral),
    ],
)
def test_a_list_costs_the_same_however_long(client_of, role, path, make):
    w = world()
    client = client_of(getattr(w, role))
    each_pupil(w, make, 1)
    one = cost(client, path)

    each_pupil(w, make, 29)

    assert cost(client, path) == one <= MOST


def test_a_case_costs_the_same_with_thirty_notes_and_a_long_referral(client_of):
    w = world()
    case = a_referral(w).case
    client = client_of(w.protector)
    path = reverse("referrals:case", args=[case.uid])
    one = cost(client, path)

    for _n in range(30):
        add_note(case=case, by=w.protector, text="Folëm", token=uuid4())
    question_and_answer(w, Referral.objects.get(), 10)

    assert cost(client, path) == one <= MOST


def question_and_answer(w: World, referral: Referral, times: int) -> None:
    receiving.receive(referral=referral, by=w.worker)
    for _n in range(times):
        receiving.ask(referral=referral, by=w.worker, question="Kush?")
        sending.answer_question(referral=referral, by=w.protector, answer="Gjyshja")


def test_a_referral_costs_the_same_with_thirty_steps(client_of):
    w = world()
    referral = a_referral(w)
    path = reverse("referrals:referral", args=[referral.uid])
    sender, reader = client_of(w.protector), client_of(w.worker)
    ours, theirs = cost(sender, path), cost(reader, path)

    question_and_answer(w, referral, 15)

    assert cost(sender, path) == ours <= MOST
    assert cost(reader, path) == theirs <= MOST


def thirty_of_each(w: World, referral: Referral) -> None:
    for _n in range(30):
        send_message(referral=referral, by=w.worker, text="Faleminderit")
        set_measure(referral=referral, by=w.worker, agency="shkolla", what="Takim")


def test_a_referral_costs_the_same_with_thirty_measures_and_messages(client_of):
    w = world()
    referral = a_measure(w).referral
    path = reverse("referrals:referral", args=[referral.uid])
    sender, reader = client_of(w.protector), client_of(w.worker)
    ours, theirs = cost(sender, path), cost(reader, path)

    thirty_of_each(w, referral)

    assert cost(sender, path) == ours <= MOST
    assert cost(reader, path) == theirs <= MOST


def late_and_waiting(w: World) -> None:
    due = timezone.now() - dt.timedelta(days=9)
    row = a_referral(w)
    Referral.objects.filter(pk=row.pk).update(due_at=due)
    LadderNotice.objects.create(referral=row, due_at=due, rung="agency", told_at=due)
    w.pupil = enrolled(w.school, first_name="Beni")
    a_waiting_case(w, **LOST)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("supervisor", "/referrals/late/"),
        ("cpu_head", "/referrals/late/"),
        ("directorate_officer", "/referrals/late/"),
        ("supervisor", "/referrals/endings/"),
        ("cpu_head", "/referrals/endings/"),
        ("protector", "/referrals/endings/"),
        ("system_admin", "/referrals/clocks/"),
    ],
)
def test_lateness_and_endings_cost_the_same_however_many(client_of, role, path):
    w = world()
    places = {
        "cpu_head": {"unit": w.unit},
        "protector": {"school": w.school},
        "system_admin": {},
    }
    here = places.get(role, {"directorate": w.school.directorate})
    client = client_of(person(role, **here))
    each_pupil(w, late_and_waiting, 1)
    one = cost(client, path)

    each_pupil(w, late_and_waiting, 29)

    assert cost(client, path) == one <= MOST


@pytest.mark.parametrize("name", ["referral_edit", "referral_check"])
def test_writing_a_referral_stays_within_ten(client_of, name):
    w = world()
    draft = taken_to(w, "draft")

    path = reverse(f"referrals:{name}", args=[draft.uid])

    assert cost(client_of(w.protector), path) <= MOST


def test_the_pupils_page_stays_within_ten_with_a_case(client_of):
    w = world()
    taken_to(w, "received")
    assert Case.objects.exists()

    path = f"/schools/pupils/{w.pupil.uid}/"

    assert cost(client_of(w.protector), path) <= MOST


@pytest.mark.parametrize("role", ["protector", "worker"])
def test_a_placement_costs_the_same_with_thirty_messages(client_of, role):
    w = world()
    placement = placed(w, "attending")
    path = reverse("referrals:placement", args=[placement.uid])
    client = client_of(getattr(w, role))
    one = cost(client, path)

    for _n in range(30):
        say(placement=placement, by=w.worker, text="Si shkon?")

    assert cost(client, path) == one <= MOST


def thirty_cases(w: World, meeting: Any) -> None:
    def put_on(w: World) -> None:
        one = taken_to(w, "accepted")
        put_on_agenda(meeting=meeting, by=w.unit_head, referrals=[one])
        item = meeting.items.get(referral=one)
        spoken(w, item, name_shared=True, name_why="Kërkimi")

    each_pupil(w, put_on, 29)


@pytest.mark.parametrize("role", ["unit_head", "protector", "police"])
@pytest.mark.parametrize("name", ["meeting", "meeting_minutes", "agenda_item"])
def test_a_meeting_costs_the_same_with_one_case_and_with_thirty(client_of, role, name):
    w = world()
    a_held_table(w)
    item = an_item_again(w)
    user = police(w) if role == "police" else getattr(w, role)
    client = client_of(user)
    uid = item.uid if name == "agenda_item" else item.meeting.uid
    path = reverse(f"referrals:{name}", args=[uid])
    one = cost(client, path)

    thirty_cases(w, item.meeting)

    assert cost(client, path) == one <= MOST


def an_item_again(w: World) -> Any:
    """A second table for the same child, with minutes and a task."""
    item = a_table(w, Referral.objects.get()).items.get()
    spoken(w, item, name_shared=True, name_why="Kërkimi")
    return item


@pytest.mark.parametrize("role", ["unit_head", "police"])
def test_the_tasks_cost_the_same_with_one_and_with_thirty(client_of, role):
    w = world()
    item = an_item(w)
    spoken(w, item)
    client = client_of(police(w) if role == "police" else getattr(w, role))
    one = cost(client, "/referrals/meetings/tasks/")

    thirty_cases(w, item.meeting)

    assert cost(client, "/referrals/meetings/tasks/") == one <= MOST


@pytest.mark.parametrize("role", ["unit_head", "protector", "police"])
def test_the_list_of_meetings_costs_the_same_with_thirty(client_of, role):
    w = world()
    a_table(w, taken_to(w, "accepted"))
    client = client_of(police(w) if role == "police" else getattr(w, role))
    one = cost(client, "/referrals/meetings/")

    for _n in range(29):
        a_table(w, Referral.objects.get())

    assert cost(client, "/referrals/meetings/") == one <= MOST


def test_the_pages_of_a_concern_stay_within_the_queries(client_of):
    w = world()
    concern = a_direct_concern(w)
    paths = {
        w.teacher: [
            "/referrals/concerns/new/",
            reverse("referrals:concern_sent", args=[concern.uid]),
            reverse("referrals:concern_report", args=[concern.uid]),
        ],
        w.protector: [reverse("referrals:concern", args=[concern.uid])],
        w.worker: [reverse("referrals:direct_concern", args=[concern.uid]), "/"],
    }

    costs = {
        path: cost(client_of(user), path) for user in paths for path in paths[user]
    }

    assert all(number <= MOST for number in costs.values()), costs
