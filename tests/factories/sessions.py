"""Sessions face to face for tests: planned, under way, closed."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils import timezone

from schools.models import School, StaffMember
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import Course, course
from training.actions.attending import Mark, mark_people, sign_in
from training.actions.sessions import (
    Conclusions,
    Plan,
    close_session,
    hold_session,
    plan_session,
)
from training.models import Attendance, Recognition, TrainingSession
from training.session_codes import code_at, step_of
from training.teaching import Taught


AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
MINUTES = 90


@dataclass
class Cast:
    """A school with a psychologist and teachers, and a module to teach."""

    made: Course
    school: School
    facilitator: StaffMember
    teachers: list[StaffMember] = field(default_factory=list)

    @property
    def module(self) -> Any:
        return self.made.item(self.made.module)

    @property
    def user(self) -> Any:
        return self.facilitator.user


def cast(
    *,
    teachers: int = 2,
    profession: str = "psychologist",
    made: Course | None = None,
    school: School | None = None,
) -> Cast:
    where = school or SchoolFactory()
    post = granted_post("protector", school=where, profession=profession)
    people = [granted_post("teacher", school=where).staff for _ in range(teachers)]
    for number, person in enumerate(people):
        person.last_name = f"Modeli {number}"
        person.save()
    return Cast(made or course(lessons=1), where, post.staff, people)


def conclusions(made: Course) -> Conclusions:
    found = Taught("sq").conclusions(made.item(made.module))
    assert found
    return found


def planned(who: Cast, *, at: dt.datetime = AT, minutes: int = MINUTES) -> Any:
    return plan_session(
        module=who.module,
        quiz=who.made.item(who.made.quiz),
        school=who.school,
        facilitator=who.facilitator,
        plan=Plan(at, minutes, "Salla e mësuesve", "sq"),
        expected=len(who.teachers),
        by=who.user,
    )


def held(who: Cast, *, at: dt.datetime = AT, minutes: int = MINUTES) -> Any:
    session = planned(who, at=at, minutes=minutes)
    return hold_session(session=session, at=at, by=who.user)


def mark(
    session: Any, who: Cast, *people: Any, state: str = "present", minutes: int = 0
):
    return mark_people(
        session=session,
        marks={person.pk: Mark(state, minutes) for person in people},
        method=Attendance.Method.ROSTER,
        by=who.user,
    )


def close(session: Any, who: Cast, heads: int, **given: Any) -> TrainingSession:
    at = given.pop("at", session.ends_at)
    return close_session(
        session=session,
        headcount=heads,
        conclusions=conclusions(who.made),
        at=at,
        on=timezone.localdate(at),
        by=given.pop("by", who.user),
        **given,
    )


def closed(who: Cast, *people: Any, at: dt.datetime = AT) -> TrainingSession:
    """A closed session at which these teachers (else all) were present."""
    session = held(who, at=at)
    there = people or who.teachers
    mark(session, who, *there)
    return close(session, who, len(there))


def code_of(session: Any, at: dt.datetime) -> str:
    return code_at(session.uid, step_of(at))


def signs(
    session: Any, person: Any, code: str, *, at: dt.datetime = AT, form: Any = None
) -> Any:
    return sign_in(
        session=session,
        staff=person,
        code=code,
        client_id=form or uuid4(),
        at=at,
        by=person.user,
    )


def a_recognition(staff: Any, school: School, made: Course, by: Any) -> Recognition:
    return Recognition.objects.create(
        staff=staff,
        school=school,
        module=made.item(made.module),
        trained_on=dt.date(2026, 5, 4),
        body="Organizata Shembull",
        evidence="Vërtetim nr. 12",
        proposed_by=by,
        proposed_at=AT,
    )
