"""The pages of a meeting cost the same with one case and with thirty."""

from typing import Any

import pytest
from django.urls import reverse

from referrals.actions.meetings import put_on_agenda
from referrals.models import Referral
from tests.factories.meetings import (
    a_held_table,
    a_table,
    an_item,
    police,
    spoken,
)
from tests.factories.referrals import World, taken_to, world
from tests.referrals.costing import each_pupil, stays_the_same


pytestmark = pytest.mark.django_db


def thirty_cases(w: World, meeting: Any) -> None:
    def put_on(w: World) -> None:
        one = taken_to(w, "accepted")
        put_on_agenda(meeting=meeting, by=w.unit_head, referrals=[one])
        item = meeting.items.get(referral=one)
        spoken(w, item, name_shared=True, name_why="Kërkimi")

    each_pupil(w, put_on, 29)


def at_the_table(w: World, client_of: Any) -> dict[str, Any]:
    """Who sits there, signed in."""
    users = {"unit_head": w.unit_head, "protector": w.protector, "police": police(w)}
    return {role: client_of(user) for role, user in users.items()}


def test_a_meeting_costs_the_same_with_one_case_and_with_thirty(client_of):
    w = world()
    a_held_table(w)
    item = an_item_again(w)
    uids = {
        "meeting": item.meeting.uid,
        "meeting_minutes": item.meeting.uid,
        "agenda_item": item.uid,
    }
    pages = {
        f"{name} of the {role}": (client, reverse(f"referrals:{name}", args=[uid]))
        for role, client in at_the_table(w, client_of).items()
        for name, uid in uids.items()
    }

    stays_the_same(pages, lambda: thirty_cases(w, item.meeting))


def an_item_again(w: World) -> Any:
    """A second table for the same child, with minutes and a task."""
    item = a_table(w, Referral.objects.get()).items.get()
    spoken(w, item, name_shared=True, name_why="Kërkimi")
    return item


def test_the_tasks_cost_the_same_with_one_and_with_thirty(client_of):
    w = world()
    item = an_item(w)
    spoken(w, item)
    clients = at_the_table(w, client_of)
    path = "/referrals/meetings/tasks/"
    pages = {role: (clients[role], path) for role in ("unit_head", "police")}

    stays_the_same(pages, lambda: thirty_cases(w, item.meeting))


def test_the_list_of_meetings_costs_the_same_with_thirty(client_of):
    w = world()
    a_table(w, taken_to(w, "accepted"))
    clients = at_the_table(w, client_of)
    pages = {role: (one, "/referrals/meetings/") for role, one in clients.items()}

    def grow() -> None:
        for _n in range(29):
            a_table(w, Referral.objects.get())

    stays_the_same(pages, grow)
