"""Two places that know nothing of each other, and everybody who works in each."""

from dataclasses import dataclass, field
from typing import Any

from portal.actions.inviting import invite
from portal.clock import now
from portal.notify import post_message
from portal.roles import ROLES, PlaceKind
from schools.models import School
from tests.factories import (
    attachments,
    casefile,
    curriculum,
    endings,
    meetings,
    placements,
)
from tests.factories import referrals as casework
from tests.factories import sessions as face_to_face
from tests.factories import training as learning
from tests.factories.assessing import a_factor
from tests.factories.attendance import a_contact, flag, import_batch
from tests.factories.coaching import an_activity
from tests.factories.pictures import a_picture
from tests.factories.schools import (
    ClassFactory,
    DirectorateFactory,
    SchoolFactory,
    UnitFactory,
    enrolled,
    granted_post,
    municipality,
    roster_post,
)
from training.actions.cards import hand_round
from training.actions.walk_ins import add_walk_in


MARKS = ("Zymrakuqe", "Zymragjelber")  # names that stand nowhere else


@dataclass
class World:
    """`people[role]` work at the first place; `own` and `other` are its objects."""

    people: dict[str, Any] = field(default_factory=dict)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    other: dict[str, dict[str, Any]] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)  # mark → the child's uid

    def objects(self, side: str) -> dict[str, dict[str, Any]]:
        """The objects of a side: "own" or "other"."""
        return self.own if side == "own" else self.other


def _place(code: str) -> dict[str, Any]:
    where = municipality(code)
    directorate = DirectorateFactory()
    school = SchoolFactory(municipality=where, directorate=directorate)
    return {
        PlaceKind.SCHOOL: school,
        PlaceKind.UNIT: UnitFactory(municipality=where),
        PlaceKind.DIRECTORATE: directorate,
        PlaceKind.MUNICIPALITY: where,
    }


def _people(place: dict[str, Any]) -> dict[str, Any]:
    group = ClassFactory(school=place[PlaceKind.SCHOOL])
    found = {}
    for key, role in ROLES.items():
        given = {role.place.value: place[role.place]} if role.place in place else {}
        if key == "teacher":
            given["classes"] = [group]
        found[key] = granted_post(key, **given).staff.user
    return found


def _objects(
    place: dict[str, Any], mark: str, people: dict[str, Any]
) -> tuple[dict[str, Any], Any]:
    school: School = place[PlaceKind.SCHOOL]
    pupil = enrolled(school, first_name=mark)
    flag(pupil)
    invitation, token = invite(
        username=f"i{school.code}", role="teacher", place=school.code, by=None
    )
    sender = people["registrar"]
    return {
        **_casework(place, pupil, people),
        "class_day": {"uid": pupil.class_group.uid, "day": "2026-11-20"},
        "import_kind": {"kind": "pupils"},
        "batch": {"uid": import_batch(sender, pupil).uid},
        "unmatched": {"uid": import_batch(sender, pupil, state="staging").uid},
        "invitation": {"uid": invitation.uid},
        "invitation_link": {"token": token},
        "school": {"uid": school.uid},
        "pupil": {"uid": pupil.uid},
        "home_contact": {"uid": a_contact(pupil, people["teacher"]).uid},
        "staff": {"uid": roster_post("teacher", school=school).staff.uid},
        "unit": {"code": place[PlaceKind.MUNICIPALITY].code},
        "protector_post": {"uid": granted_post("protector", school=school).uid},
    }, pupil


def _casework(
    place: dict[str, Any], pupil: Any, people: dict[str, Any]
) -> dict[str, Any]:
    """A concern, a case with a referral sent, and another child's draft."""
    cast = casework.World(
        school=place[PlaceKind.SCHOOL],
        unit=place[PlaceKind.UNIT],
        pupil=pupil,
        teacher=people["teacher"],
        protector=people["protector"],
        head=people["head"],
        worker=people["cpu_worker"],
        unit_head=people["cpu_head"],
    )
    concern = casework.a_concern(cast)
    direct = casework.a_direct_concern(cast)
    sent = casework.a_referral(cast)
    case = sent.case
    placed = placements.with_class_text(cast, referral=sent)
    attends = placements.placed(cast, "attending")
    paper = attachments.an_attachment(cast, referral=sent)
    file = {**_casefile(cast, case), **_table(cast, sent)}
    cast.pupil = enrolled(cast.school)
    measure = endings.a_measure(cast)
    cast.pupil = enrolled(cast.school)
    waiting = endings.a_waiting_case(cast)
    cast.pupil = enrolled(cast.school)
    return {
        **file,
        "ending": {"uid": waiting.uid},
        "factor": {"uid": a_factor(cast, case).uid},
        "measured": {"uid": measure.referral.uid, "measure": measure.uid},
        "attachment": {"uid": paper.uid},
        "concern": {"uid": concern.uid},
        "direct": {"uid": direct.uid},
        "case": {"uid": case.uid},
        "referral": {"uid": sent.uid},
        "receiving": {"uid": sent.uid, "verb": "accept"},
        "draft": {"uid": casework.a_draft(cast).uid},
        "placement": {"uid": placed.uid},
        "placing": {"uid": placed.uid, "verb": "first_day"},
        "placed": {"uid": attends.uid, "months": 1},
    }


def _casefile(cast: casework.World, case: Any) -> dict[str, Any]:
    """The parts of the marked child's file, and other children's on the move."""
    return {
        "household": {"uid": casefile.a_member(cast, case).uid},
        "action": {"uid": casefile.an_action(cast, case).uid},
        "shield": {"uid": casefile.a_shield(cast).uid},
        "hand_over": {"uid": casefile.a_hand_over(cast).uid},
        "ownerless": {"uid": casefile.an_ownerless_case(cast).uid},
        "transfer": {"uid": casefile.a_transfer(cast).uid},
    }


def _table(cast: casework.World, sent: Any) -> dict[str, Any]:
    """The marked child on a table's agenda; the police is told the name."""
    table = meetings.a_table(cast, sent, agencies=["policia"])
    item = table.items.get()
    shared = {"name_shared": True, "name_why": "Kërkimi"}
    task = meetings.spoken(cast, item, "policia", **shared)
    return {
        "table": {"uid": table.uid},
        "table_item": {"uid": item.uid},
        "table_task": {"uid": task.uid},
        "table_seat": {"uid": table.uid, "seat": table.seats.get().uid},
    }


def _learning(people: Any, course: learning.Course, played: Any) -> dict[str, Any]:
    """The course is everybody's; the attempt and the award are the teacher's own."""
    staff = people["teacher"].staff
    return {
        "lesson": {"uid": course.item(course.lessons[0]).uid},
        "change": {"uid": course.item(course.lessons[0]).uid, "number": 1},
        "programme": {"uid": course.item(course.programme).uid},
        "module": {"uid": course.item(course.module).uid},
        "refresher": {"uid": learning.a_refresher(staff, course).uid},
        "scenario": {"uid": played.uid},
        "run": {"uid": learning.a_run(staff, played).uid},
        "quiz": {"uid": course.item(course.quiz).uid},
        "lesson_file": {"uid": curriculum.lesson_file().uid},
        "attempt": {"uid": learning.an_attempt(staff, course).uid},
        "award": {"public_id": learning.an_award(staff, course).public_id},
        **_taught(staff),
        **_session(staff, people["protector"].staff, course),
    }


def _taught(staff: Any) -> dict[str, Any]:
    """A lesson of the curriculum, and the teacher's entry that it was taught."""
    row = curriculum.a_delivery(staff, curriculum.a_class_lesson_item())
    cards = curriculum.a_card_round(staff)
    return {
        "class_lesson": {"uid": row.item.uid},
        "delivery": {"uid": row.uid},
        "card_round": {"uid": cards.uid},
        "card_link": {"token": hand_round(card_round=cards, at=now(), by=staff.user)},
    }


def _session(staff: Any, leader: Any, course: learning.Course) -> dict[str, Any]:
    """A session under way at the teacher's school, a guest, and earlier training."""
    school = staff.posts.get().school
    who = face_to_face.Cast(course, school, leader)
    session = face_to_face.held(who, at=now())
    guest = add_walk_in(
        session=session, name="Prova Modeli", method="paper", by=leader.user
    )
    earlier = face_to_face.a_recognition(staff, school, course, staff.user)
    return {
        "session": {"uid": session.uid},
        "walk_in": {"uid": guest.uid},
        "recognition": {"uid": earlier.uid},
    }


def build() -> World:
    """Tiranë and Kukës, with a child in each whose name is a mark."""
    here, there = _place("1104"), _place("0702")
    world = World(people=_people(here))
    world.own, first = _objects(here, MARKS[0], world.people)
    elsewhere = _people(there)
    world.other, second = _objects(there, MARKS[1], elsewhere)
    course = learning.course(lessons=1)
    played = course.item(learning.scenario(course.module))
    own_post = world.people["protector"].staff.posts.get()
    for side, teacher in ((world.own, world.people), (world.other, elsewhere)):
        side.update(_learning(teacher, course, played))
        told = post_message(to=teacher["teacher"], kind="x", by=None)
        side["notification"] = {"uid": told.uid}
    shared = {
        "activity": {"key": an_activity().translation_key},
        "picture": {"name": a_picture()},
    }
    for side in (world.own, world.other):
        side.update(shared)
    world.own["protector_post"] = {"uid": own_post.uid}
    world.marks = {MARKS[0]: first.uid, MARKS[1]: second.uid}
    return world
