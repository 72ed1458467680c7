"""Lessons in class in the demonstration: a unit taught, an evening, cards before and
after it. The class teacher who has no e-mail taught it, the psychologist beside him."""

from portal.clock import now, today
from portal.content import key_of
from portal.demo import Demo
from schools.demo import story
from schools.demo.story import Person
from schools.models import ClassGroup, StaffMember
from schools.school_days import start_year_of
from training.actions.cards import enter_cards, open_round
from training.actions.deliveries import Where, log_delivery
from training.cards import Coded, Ticked
from training.models import Kind, LearningItem


UNIT = "u3"
LESSONS = ((14, "u3/lesson-1", 17), (9, "u3/lesson-2", 16))  # working days ago, heads
CLASS = "6A"
# Working days ago, phase, and of 14 cards how many name what they should.
CARDS = ((15, "before", 5), (8, "after", 9))
CARDS_IN_ALL = 14


def run(demo: Demo) -> None:
    for days, path, heads in LESSONS:
        demo.step(
            demo.workday(days, "11:30"),
            lambda path=path, heads=heads: _teach(path, heads),  # type: ignore[misc]
        )
    demo.step(demo.workday(10, "18:30"), _meet_parents)
    for days, phase, able in CARDS:
        demo.step(
            demo.workday(days, "12:30"),
            lambda phase=phase, able=able: _ask(phase, able),  # type: ignore[misc]
        )


def _teach(path: str, heads: int) -> None:
    group = _class()
    _log(
        "class",
        story.WITHOUT_EMAIL,
        Where(group.school, class_group=group),
        path,
        heads,
    )


def _meet_parents() -> None:
    _log("parents", story.PROTECTOR, Where(_class().school), UNIT, 13)


def _log(audience: str, who: Person, where: Where, path: str, heads: int) -> None:
    staff = _person(who)
    log_delivery(
        audience=audience,
        item=_item(Kind.UNIT if path == UNIT else Kind.CLASS_LESSON, path),
        where=where,
        taught_on=today(),
        present=heads,
        staff=staff,
        at=now(),
        on=today(),
        by=staff.user,  # type: ignore[arg-type]
    )


def _ask(phase: str, able: int) -> None:
    staff = _person(story.WITHOUT_EMAIL)
    row = open_round(
        item=_item(Kind.UNIT, UNIT),
        class_group=_class(),
        phase=phase,
        staff=staff,
        on=today(),
        by=staff.user,  # type: ignore[arg-type]
    )
    knows = Coded(Ticked(4, 0, knows_whom=True), (3, 2, 2))
    not_yet = Coded(Ticked(2, 1, knows_whom=False), (1, 0, 0))
    cards = [knows] * able + [not_yet] * (CARDS_IN_ALL - able)
    enter_cards(card_round=row, cards=cards, by=staff.user)  # type: ignore[arg-type]


def _class() -> ClassGroup:
    found: ClassGroup = ClassGroup.objects.select_related("school").get(
        school__code=story.PEMA.code,
        year__start_year=start_year_of(today()),
        name=CLASS,
    )
    return found


def _person(who: Person) -> StaffMember:
    return StaffMember.objects.select_related("user").get(user__username=who.login)


def _item(kind: str, path: str) -> LearningItem:
    return LearningItem.objects.get(kind=kind, translation_key=key_of(path))
