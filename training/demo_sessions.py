"""Sessions face to face in the demonstration: two closed, one to come.

A psychologist led one, a social worker the other, so that the two figures of coverage
differ. Some of those who took part wrote the test on paper.
"""

import datetime as dt
from dataclasses import dataclass

from portal.clock import now, today
from portal.demo import Demo
from portal.models import User
from schools.demo import story
from schools.demo.people import colleagues_at, give_account
from schools.demo.story import Person, Place
from schools.models import School, StaffMember
from training.actions.attending import Mark, mark_people
from training.actions.paper_tests import Score, enter_scores
from training.actions.sessions import (
    Plan,
    close_session,
    hold_session,
    plan_session,
)
from training.demo_completions import complete_rest
from training.models import Attendance, TrainingSession
from training.teaching import Taught


MINUTES = 120
ROOM = "Salla e mësuesve"


@dataclass(frozen=True)
class Told:
    """A session of the story: where, who led it, how many came, working days ago."""

    place: Place
    leader: Person
    people: int
    days: int


CLOSED = (
    Told(story.URA, story.PROTECTOR, 12, 16),
    Told(story.KODRA, story.KODRA_PROTECTOR, 10, 12),
)
COMES_AT = "14:00"  # tomorrow, where the protector of the story works


def people_trained(place: Place) -> int:
    """How many of a school's trained teachers were trained face to face."""
    return sum(told.people for told in CLOSED if told.place == place)


def run(demo: Demo) -> None:
    for told in CLOSED:
        demo.step(
            demo.workday(told.days, "13:00"),
            lambda told=told: _hold(told),  # type: ignore[misc]
        )
    demo.step(
        demo.workday(1, "11:00"), lambda: _plan(story.PEMA, story.PROTECTOR, demo)
    )


def _account(person: Person) -> User:
    return User.objects.get(username=person.login)


def _plan(place: Place, person: Person, demo: Demo) -> TrainingSession:
    starts_at = demo.on_day(demo.on + dt.timedelta(days=1), COMES_AT)
    return _planned(place, person, starts_at)


def _planned(place: Place, person: Person, at: dt.datetime) -> TrainingSession:
    taught, user = Taught("sq"), _account(person)
    module, quiz = taught.by_uid(taught.modules()[0][0])
    return plan_session(
        module=module,
        quiz=quiz,
        school=School.objects.get(code=place.code),
        facilitator=StaffMember.objects.get(user=user),
        plan=Plan(at, MINUTES, ROOM, "sq"),
        expected=place.teachers,
        by=user,
    )


def _hold(told: Told) -> None:
    """The first module, planned, held and closed on one afternoon; the scores the same
    day. The later modules the people have behind them."""
    session = _planned(told.place, told.leader, now())
    user = _account(told.leader)
    people = colleagues_at(told.place, told.people)
    for person in people:
        give_account(person)
    taught = Taught("sq")
    complete_rest(taught.outline.programmes[0], taught.standing, people)
    hold_session(session=session, at=now(), by=user)
    mark_people(
        session=session,
        marks={person.pk: Mark("present") for person in people},
        method=Attendance.Method.PAPER,
        by=user,
    )
    conclusions = taught.conclusions(session.module)
    session = close_session(
        session=session,
        headcount=len(people),
        conclusions=conclusions,
        at=now() + dt.timedelta(minutes=MINUTES),
        on=today(),
        by=user,
    )
    enter_scores(
        session=session,
        scores={
            person.pk: Score(session.questions, critical_right=True)
            for person in people
        },
        conclusions=conclusions,
        at=now() + dt.timedelta(minutes=MINUTES + 30),
        on=today(),
        by=user,
    )
