"""Makes on a demonstration site what stands behind the rooms of the training, and
prints their addresses as JSON (`rooms.py`). Run by `manage.py shell`."""

import datetime as dt
import json
import sys
from typing import Any

from tests.journeys.rooms import HOLDER, LEADER, PROTECTOR, TEACHER


def main() -> None:
    found = {**_pages(), **_learned(), **_in_class(), **_sessions(), **_settled()}
    sys.stdout.write(json.dumps(found))


def _page(model: Any) -> Any:
    return model.objects.filter(locale__language_code="sq").earliest("path")


def _staff(login: str) -> Any:
    from schools.models import StaffMember

    return StaffMember.objects.get(user__username=login)


def _course(number: int = 0) -> Any:
    """The first module of a programme, as the tests' factories know a course."""
    from tests.factories.training import Course
    from training.models import ProgrammePage

    programmes = ProgrammePage.objects.filter(locale__language_code="sq")
    programme = programmes.order_by("path")[number]
    module = programme.get_children().live().first().specific
    return Course(programme, module, [], module.quiz)


def _pages() -> dict[str, str]:
    from training import models
    from training.outline import address_of

    types = {
        "programme": models.ProgrammePage,
        "module": models.ModulePage,
        "lesson": models.LessonPage,
        "scenario": models.ScenarioPage,
        "band": models.GradeBandPage,
        "unit": models.UnitPage,
        "class_lesson": models.ClassLessonPage,
        "guidance": models.GuidancePage,
    }
    return {name: address_of(_page(model).url_path) for name, model in types.items()}


def _learned() -> dict[str, str]:
    """An award that ends soon, with all that it rests on, and a paper of each kind."""
    from portal.clock import today
    from tests.factories.curriculum import item_of
    from tests.factories.training import (
        a_refresher,
        a_run,
        an_attempt,
        award,
        completed,
    )
    from training.models import ScenarioPage

    holder, course = _staff(HOLDER), _course()
    item, ends = item_of(course.programme), today() + dt.timedelta(days=30)
    for page in course.programme.get_children().live():
        module = item_of(page.specific)
        completed(holder, module, on=today() - dt.timedelta(days=600), until=ends)
    held = award(holder, item, valid_until=ends)
    practice = _page(ScenarioPage)
    run = a_run(holder, item_of(practice), **_first_way(practice.graph))
    lesson = course.module.get_children().live().first().specific
    return {
        "award": f"/training/awards/{held.public_id}/",
        "revoke": f"/training/awards/{held.public_id}/revoke/",
        "renewal": f"/training/renewals/{item.uid}/",
        "quiz": f"/training/quiz/{course.item(course.quiz).uid}/",
        "attempt": f"/training/attempts/{an_attempt(holder, course).uid}/",
        "refresher": f"/training/refreshers/{a_refresher(holder, _course(1)).uid}/",
        "run": f"/training/runs/{run.uid}/",
        "saved": f"/training/saved/{item_of(lesson).uid}/",
    }


def _first_way(graph: Any) -> dict[str, Any]:
    """The first choice in each scene, to the end."""
    scene, path = graph.scenes[0], []
    while not scene.is_end:
        choice = scene.choices[0]
        path.append([scene.key, choice.key])
        scene = graph.by_key[choice.target]
    return {"path": path, "end": scene.key}


def _in_class() -> dict[str, str]:
    from portal.clock import now
    from tests.factories.curriculum import (
        a_card_round,
        a_class_lesson_item,
        a_delivery,
        item_of,
    )
    from training.actions.cards import hand_round
    from training.models import ClassLessonPage

    teacher, lesson = _staff(TEACHER), a_class_lesson_item()
    school = teacher.posts.first().school
    group = school.classes.first()
    delivery = a_delivery(teacher, lesson, group=group)
    unit = item_of(_page(ClassLessonPage).get_parent().specific)
    cards = a_card_round(teacher, item=unit, group=group, phase="after")
    token = hand_round(card_round=cards, at=now(), by=teacher.user)
    town = school.municipality
    return {
        "round": f"/training/cards/{cards.uid}/",
        "device": f"/training/card/{token}/",
        "taught": f"/training/taught/lesson/{lesson.uid}/",
        "take_back": f"/training/taught/{delivery.uid}/back/",
        "school": f"/training/coverage/{school.uid}/",
        "municipality": f"/training/coverage/municipalities/{town.code}/",
    }


def _sessions() -> dict[str, str]:
    """One planned, one closed, and one under way that no other journey's overlaps."""
    from portal.clock import now
    from tests.factories.sessions import Cast, held
    from training.models import TrainingSession

    leader = _staff(LEADER)
    school = leader.posts.first().school
    running = held(Cast(_course(), school, leader), at=now())
    found = TrainingSession.objects.filter(facilitator=_staff(PROTECTOR))
    return {
        "session": f"/training/sessions/{found.filter(state='planned').first().uid}/",
        "running": f"/training/sessions/{running.uid}/",
        "closed": f"/training/sessions/{found.filter(state='closed').first().uid}/",
    }


def _settled() -> dict[str, str]:
    """A guest of the closed session, and earlier training, both to be decided on."""
    from tests.factories.sessions import a_recognition
    from training.models import TrainingSession, WalkIn

    done = TrainingSession.objects.filter(state="closed").earliest("pk")
    leader, teacher = done.facilitator.user, _staff(TEACHER)
    guest = WalkIn.objects.create(
        session=done, name="Dikush Shembulli", method="roster", marked_by=leader
    )
    proposal = a_recognition(teacher, done.school, _course(1), leader)
    return {
        "guest": f"/training/sessions/guests/{guest.uid}/",
        "proposal": f"/training/recognition/{proposal.uid}/",
    }


main()
