"""Each seat at each item: a school its own, a unit all of its own, an agency its own."""

from dataclasses import dataclass
from typing import Any

import pytest

from portal.models import User
from portal.permissions import Permission
from referrals.models import AgendaItem, Meeting, MeetingTask
from schools.actions.shielding import shield_pupil
from tests.factories.meetings import HEALTH, POLICE, a_table, police, spoken
from tests.factories.referrals import World, person, taken_to, world
from tests.factories.schools import SchoolFactory, enrolled, granted_post, municipality


pytestmark = pytest.mark.django_db
HOLD, SEAT = Permission.MEETING_HOLD, Permission.MEETING_SEAT


@dataclass
class Table:
    """One table with two schools' cases; the police is named in the first only."""

    first: World
    second: World
    meeting: Meeting
    items: list[AgendaItem]

    def seen(self, user: User, right: Permission) -> list[int]:
        found = AgendaItem.objects.visible_to(user, right)
        return [n for n, item in enumerate(self.items) if item in found]

    def tasks(self, user: User, right: Permission) -> list[int]:
        found = MeetingTask.objects.visible_to(user, right)
        return [n for n, item in enumerate(self.items) if found.filter(item=item)]


def table() -> Table:
    first = world()
    school = SchoolFactory(municipality=first.school.municipality)
    second = World(
        school=school,
        unit=first.unit,
        pupil=enrolled(school),
        teacher=person("teacher", school=school),
        protector=granted_post("protector", school=school).staff.user,
        head=first.head,
        worker=first.worker,
        unit_head=first.unit_head,
    )
    meeting = a_table(first, taken_to(first, "accepted"), taken_to(second, "accepted"))
    items = list(meeting.items.order_by("position"))
    spoken(first, items[0], POLICE)
    spoken(first, items[1], HEALTH)
    return Table(first, second, meeting, items)


def seats(t: Table) -> dict[str, tuple[Any, Permission, list[int]]]:
    """Every seat, the right it sits there by, and which items it may see."""
    where = t.first.unit.municipality
    far = world(municipality=municipality("0201"))
    return {
        "unit head": (t.first.unit_head, HOLD, [0, 1]),
        "worker": (t.first.worker, HOLD, [0, 1]),
        "protector of the first": (t.first.protector, HOLD, [0]),
        "protector of the second": (t.second.protector, HOLD, [1]),
        "protector elsewhere": (far.protector, HOLD, []),
        "unit elsewhere": (far.unit_head, HOLD, []),
        "police": (police(t.first), SEAT, [0]),
        "health": (
            person("table_member", municipality=where, agency=HEALTH),
            SEAT,
            [1],
        ),
        "justice": (person("table_member", municipality=where, agency="D"), SEAT, []),
        "police elsewhere": (police(far), SEAT, []),
        "head of school": (t.first.head, HOLD, []),
        "teacher": (t.first.teacher, HOLD, []),
        "unit head as an agency": (t.first.unit_head, SEAT, []),
        "police as a unit": (police(t.first), HOLD, []),
    }


SEATS = [
    "unit head", "worker", "protector of the first", "protector of the second",
    "protector elsewhere", "unit elsewhere", "police", "health", "justice",
    "police elsewhere", "head of school", "teacher", "unit head as an agency",
    "police as a unit",
]  # fmt: skip


@pytest.mark.parametrize("seat", SEATS)
def test_each_seat_sees_its_items_and_its_tasks_only(seat):
    t = table()
    user, right, allowed = seats(t)[seat]

    assert t.seen(user, right) == allowed
    assert t.tasks(user, right) == allowed


def test_the_list_above_is_whole():
    assert set(SEATS) == set(seats(table()))


@pytest.mark.parametrize("seat", SEATS)
def test_a_meeting_without_an_item_of_ones_own_is_seen_by_the_invited_only(seat):
    t = table()
    user, right, allowed = seats(t)[seat]

    seen = t.meeting in Meeting.objects.visible_to(user, right)

    assert seen == bool(allowed)


def test_an_invited_agency_without_a_case_knows_of_the_meeting_and_no_more():
    w = world()
    meeting = a_table(w, taken_to(w, "accepted"))
    member = police(w)

    assert list(Meeting.objects.visible_to(member, SEAT)) == [meeting]
    assert not AgendaItem.objects.visible_to(member, SEAT)


@pytest.mark.parametrize("role", ["unit_head", "protector"])
def test_a_child_shielded_from_a_seat_is_on_no_agenda(role):
    t = table()
    user = getattr(t.first, role)
    pupil = t.first.pupil

    shield_pupil(pupil=pupil, barred=user.staff, reason="Kushëri", by=None)

    user.__dict__.pop("_grants", None)
    assert 0 not in t.seen(user, HOLD)
    assert 0 not in t.tasks(user, HOLD)


def test_a_case_group_about_a_shielded_child_does_not_exist():
    w = world()
    taken_to(w, "group_called")
    shield_pupil(pupil=w.pupil, barred=w.worker.staff, reason="Kushëri", by=None)

    assert not Meeting.objects.visible_to(w.worker, HOLD)
    assert Meeting.objects.visible_to(w.unit_head, HOLD)
