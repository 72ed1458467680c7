"""Who learnt what in the demonstration: two schools on either side of the half."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from portal.clock import now, today
from portal.demo import Demo
from portal.models import User
from schools.demo import story
from schools.demo.people import colleagues_at, give_account
from schools.demo.story import Place
from schools.models import StaffMember
from training import demo_in_class, demo_sessions
from training.actions.completing import settle
from training.actions.loading import load_content
from training.actions.loading_curriculum import load_curriculum
from training.actions.loading_references import load_references
from training.actions.places import Bookmark, keep_place
from training.actions.progress import finish_lesson
from training.actions.quizzes import start_attempt, submit_attempt
from training.actions.scenarios import choose, start_run
from training.content_files import read_all, read_references
from training.curriculum_files import read_curriculum_files
from training.demo_completions import complete_many, complete_rest
from training.demo_sessions import people_trained
from training.models import (
    Kind,
    LessonPage,
    QuizAttempt,
    ScenarioPage,
)
from training.needs import module_needs, programme_needs
from training.outline import Node, Outline, read_outline
from training.paper import REFLECTION, right_answer
from training.standing import Standing, standing_of
from training.steps import Course


# Teachers who completed the core programme: 25 of 51 are 49 %, 23 of 45 are 51 %.
TRAINED = (
    (story.PEMA, 9),
    (story.URA, 25),
    (story.KODRA, 23),
    (story.FUSHA, 4),
    (story.LULJA, 13),
)
FIRST_DAYS_AGO, LAST_DAYS_AGO = 44, 2  # working days
FAILS_FIRST = 6  # one of so many needs a second attempt
LESSON = dt.timedelta(minutes=8)


@dataclass(frozen=True)
class Learner:
    """A person before the first module of the core programme."""

    staff: StaffMember
    user: User
    module: Node
    standing: Standing


def run(demo: Demo) -> None:
    """The content first, then each teacher on a day of the autumn."""
    demo.step(demo.workday(FIRST_DAYS_AGO + 1, "07:00"), _load)
    spread = FIRST_DAYS_AGO - LAST_DAYS_AGO
    for place, count in TRAINED:
        for nth in range(people_trained(place), count):
            days_ago = LAST_DAYS_AGO + nth * 7 % spread
            demo.step(
                demo.workday(days_ago, f"{14 + nth % 4}:{nth % 6}0"),
                lambda place=place, nth=nth: _learn(place, nth),  # type: ignore[misc]
            )
    demo_sessions.run(demo)
    demo_in_class.run(demo)
    demo.step(demo.workday(4, "16:40"), _begin)
    if not demo.is_small:
        demo.step(demo.workday(1, "20:00"), lambda: _around(demo))


@cache
def _outline() -> Outline:
    """Read once: nobody edits a page while the story is told."""
    return read_outline("sq")


def _load() -> None:
    _outline.cache_clear()
    _course.cache_clear()
    programmes, modules = read_all()
    load_references(references=read_references(), at=now(), by=None)
    load_content(programmes=programmes, modules=modules, at=now(), by=None)
    load_curriculum(
        training=programmes, files=read_curriculum_files(), at=now(), by=None
    )


def _learn(place: Place, nth: int) -> None:
    """A colleague has the later modules behind, takes all the lessons, the practice and
    the quiz of the first; the award follows."""
    staff = colleagues_at(place, 1)[0]
    learner = _learner(staff, give_account(staff))
    complete_rest(_outline().programmes[0], learner.standing, [staff])
    for number, part in enumerate(learner.module.parts):
        take = _play if part.kind == Kind.SCENARIO else _take
        take(learner, part, now() + number * LESSON)
    if nth % FAILS_FIRST == FAILS_FIRST - 1:
        _sit(learner, nth, right=False)
    _sit(learner, nth, right=True)
    settle(
        staff=staff,
        module=module_needs(learner.module, _outline(), learner.standing),
        programme=programme_needs(learner.module, learner.standing),
        at=now(),
        on=today(),
        by=learner.user,
    )


def _around(demo: Demo) -> None:
    outline = _outline()
    complete_many(demo, outline.programmes[0], standing_of(None, outline))


def _begin() -> None:
    """The teacher of the story has done the first lesson and stands at the second step of
    the next."""
    user = User.objects.get(username=story.TEACHER.login)
    learner = _learner(StaffMember.objects.get(user=user), user)
    first, second = learner.module.children[:2]
    _take(learner, first, now())
    _read(learner, second, 2, now() + LESSON)


def _learner(staff: StaffMember, user: User) -> Learner:
    outline = _outline()
    module = outline.programmes[0].children[0]
    return Learner(staff, user, module, standing_of(staff, outline))


def _take(learner: Learner, lesson: Node, at: dt.datetime) -> None:
    item: Any = learner.standing.of(lesson)
    course = _course(lesson.page_id)
    _read(learner, lesson, len(course.ids), at)
    finish_lesson(
        staff=learner.staff,
        item=item,
        steps=course.ids,
        at=at + LESSON,
        by=learner.user,
    )


def _play(learner: Learner, part: Node, at: dt.datetime) -> None:
    """Always the good choice, else the first, to an end."""
    graph = ScenarioPage.objects.get(pk=part.page_id).graph
    run = start_run(
        staff=learner.staff, item=learner.standing.of(part), at=at, by=learner.user
    )
    while not run.end:
        scene = graph.walk(run.path)[1]
        run = choose(
            run=run,
            graph=graph,
            scene=scene.key,
            choice=(scene.best or scene.choices[0]).key,
            at=at + LESSON,
            by=learner.user,
        )


def _read(learner: Learner, lesson: Node, steps: int, at: dt.datetime) -> None:
    """The first so many steps, one after the other."""
    course = _course(lesson.page_id)
    for index in range(steps):
        keep_place(
            staff=learner.staff,
            item=learner.standing.of(lesson),
            mark=Bookmark(course.trail(index), course.minutes_from(index)),
            at=at,
            by=learner.user,
        )


@cache
def _course(page_id: int) -> Course:
    course: Course = LessonPage.objects.get(pk=page_id).course
    return course


def _sit(learner: Learner, nth: int, *, right: bool) -> None:
    # The second try comes after the wait of a failed one.
    at = now() + (9 if right else 6) * LESSON
    attempt = start_attempt(
        staff=learner.staff,
        quiz=learner.standing.quiz(learner.module),
        lessons=[learner.standing.of(lesson) for lesson in learner.module.parts],
        client_id=_client_id(learner, right=right),
        seed=f"demo {nth}",
        language="sq",
        at=at,
        by=learner.user,
    )
    submit_attempt(
        attempt=attempt,
        answers=_answers(attempt, right=right),
        language="sq",
        at=at + LESSON,
        by=learner.user,
    )


def _client_id(learner: Learner, *, right: bool) -> UUID:
    return UUID(int=learner.staff.pk * 2 + right)


def _answers(attempt: QuizAttempt, *, right: bool) -> dict[str, list[str]]:
    """Everything right, or every choice what is not and the rest left out."""
    graded = [e for e in attempt.items_snapshot if e["type"] != REFLECTION]
    if right:
        return {entry["key"]: right_answer(entry) for entry in graded}
    return {
        entry["key"]: [o["key"] for o in entry["options"] if not o["correct"]]
        for entry in graded
        if entry["type"] in {"single", "multi", "truefalse"}
    }
