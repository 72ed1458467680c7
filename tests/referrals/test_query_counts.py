"""The desks cost the same with one row and with thirty, and ten queries at most."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.actions import receiving, sending
from referrals.actions.cases import add_note
from referrals.actions.measuring import set_measure
from referrals.actions.placement_work import say
from referrals.actions.talking_over import send_message
from referrals.models import Case, LadderNotice, Referral
from schools.models import Post
from tests.factories.endings import LOST, a_measure, a_waiting_case
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
from tests.referrals.costing import MOST, cost, each_pupil, stays_the_same


pytestmark = pytest.mark.django_db


def heads_turn(w: World) -> None:
    Post.objects.filter(school=w.school, role="protector").update(granted_at=None)
    a_concern(w)


def no_roll(w: World) -> None:
    a_concern(w, child_name="Beni")


def no_roll_case(w: World) -> None:
    a_case(w, pupil=None, concern=a_concern(w, child_name="Beni"))


@pytest.mark.parametrize(
    ("make", "lists"),
    [
        (
            a_concern,
            [
                ("teacher", "/referrals/concerns/mine/"),
                ("protector", "/referrals/concerns/"),
            ],
        ),
        (no_roll, [("protector", "/referrals/concerns/")]),
        (
            a_direct_concern,
            [
                ("worker", "/referrals/concerns/direct/"),
                ("teacher", "/referrals/concerns/mine/"),
            ],
        ),
        (heads_turn, [("head", "/referrals/concerns/"), ("head", "/")]),
        (a_case, [("protector", "/referrals/cases/")]),
        (no_roll_case, [("protector", "/referrals/cases/")]),
        (
            a_referral,
            [
                ("protector", "/referrals/sent/"),
                ("head", "/referrals/sent/"),
                ("worker", "/referrals/inbox/"),
                ("protector", "/"),
                ("worker", "/"),
            ],
        ),
        (
            a_placement,
            [
                ("protector", "/referrals/placements/"),
                ("worker", "/referrals/placements/"),
            ],
        ),
        (with_class_text, [("teacher", "/referrals/class/")]),
    ],
)
def test_a_list_costs_the_same_however_long(client_of, make, lists):
    w = world()
    pages = {
        f"{path} of the {role}": (client_of(getattr(w, role)), path)
        for role, path in lists
    }
    each_pupil(w, make, 1)

    stays_the_same(pages, lambda: each_pupil(w, make, 29))


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


def test_lateness_and_endings_cost_the_same_however_many(client_of):
    w = world()
    over = {"directorate": w.school.directorate}
    here = {
        "supervisor": over,
        "directorate_officer": over,
        "cpu_head": {"unit": w.unit},
        "protector": {"school": w.school},
        "system_admin": {},
    }
    clients = {role: client_of(person(role, **place)) for role, place in here.items()}
    may_read = {
        "/referrals/late/": ["supervisor", "cpu_head", "directorate_officer"],
        "/referrals/endings/": ["supervisor", "cpu_head", "protector"],
        "/referrals/clocks/": ["system_admin"],
    }
    pages = {
        f"{path} of the {role}": (clients[role], path)
        for path, roles in may_read.items()
        for role in roles
    }
    each_pupil(w, late_and_waiting, 1)

    stays_the_same(pages, lambda: each_pupil(w, late_and_waiting, 29))


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
