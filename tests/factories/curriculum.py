"""A small curriculum for tests, published the way an editor publishes."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.clock import now, today
from tests.factories.schools import ClassFactory
from tests.factories.training import add, body, index, locale
from training.actions.cards import enter_cards, open_round
from training.actions.deliveries import Where, log_delivery
from training.cards import Coded, Ticked
from training.models import (
    CardRound,
    ClassLessonPage,
    CurriculumIndexPage,
    GradeBandPage,
    GuidancePage,
    Kind,
    LearningItem,
    LessonDelivery,
    LessonFile,
    UnitPage,
)


@dataclass
class Curriculum:
    index: CurriculumIndexPage
    band: GradeBandPage
    unit: UnitPage
    lessons: list[ClassLessonPage]
    guidance: GuidancePage


def guide(*more: dict[str, Any]) -> str:
    """An activity, what is given, and whom to tell."""
    blocks = [
        {
            "type": "activity",
            "value": {
                "title": "Hapi i parë",
                "minutes": 10,
                "grouping": "pairs",
                "materials": "fleta",
                "text": "<p>Flisni në dyshe.</p>",
            },
        },
        *more,
        {"type": "whotell", "value": "Tregojini psikologut të shkollës."},
    ]
    return json.dumps([block | {"id": str(uuid4())} for block in blocks])


def class_lesson(unit: UnitPage, title: str = "Ora", **given: Any) -> ClassLessonPage:
    given.setdefault("slug", f"o-{uuid4().hex[:8]}")
    given.setdefault("disclosure", "<p>Dëgjojeni me qetësi.</p>")
    given.setdefault("guide", guide())
    given.setdefault("handout", guide())
    return add(unit, ClassLessonPage(title=title, **given))


def card_items() -> str:
    """Two forms of six lines; of form A the letters a, c, d and f are signs."""
    signs = {"A": "acdf", "B": "abdf"}
    return json.dumps(
        [
            {
                "type": "item",
                "id": str(uuid4()),
                "value": {
                    "form": form,
                    "text": f"{form}{letter}",
                    "sign": letter in good,
                },
            }
            for form, good in signs.items()
            for letter in "abcdef"
        ]
    )


def curriculum_index() -> CurriculumIndexPage:
    found = CurriculumIndexPage.objects.filter(locale=locale("sq")).first()
    return found or add(
        index(), CurriculumIndexPage(title="Orë në klasë", slug="curriculum")
    )


def curriculum(*, lessons: int = 2, grades: tuple[int, int] = (5, 6)) -> Curriculum:
    top = curriculum_index()
    slug = uuid4().hex[:8]
    band = add(
        top,
        GradeBandPage(
            title=f"Klasat {grades[0]}–{grades[1]}",
            slug=f"k-{slug}",
            first_grade=grades[0],
            last_grade=grades[1],
        ),
    )
    unit = add(
        band,
        UnitPage(
            title="Njësia",
            slug=f"n-{slug}",
            co_lead=body(),
            parents=body(),
            cards=card_items(),
        ),
    )
    pages = [class_lesson(unit, f"Ora {n}") for n in range(1, lessons + 1)]
    guidance = add(top, GuidancePage(title="Si flasim", slug=f"u-{slug}", body=body()))
    return Curriculum(top, band, unit, pages, guidance)


def lesson_file(
    data: bytes = b"ID3\x03" + b"\x00" * 60, title: str = "Tingull"
) -> LessonFile:
    made = LessonFile(title=title, file=SimpleUploadedFile("a.bin", data))
    made.full_clean(exclude=["kind", "size"])
    made.save()
    return made


def item_of(page: Any) -> LearningItem:
    return LearningItem.objects.get(
        kind=page.kind, translation_key=page.translation_key
    )


def a_class_lesson_item() -> LearningItem:
    """The first lesson of a curriculum; made where there is none yet."""
    found = LearningItem.objects.filter(kind=Kind.CLASS_LESSON).order_by("pk").first()
    return found or item_of(curriculum(lessons=1).lessons[0])


def a_delivery(
    staff: Any, item: LearningItem | None, *, group: Any = None, **given: Any
) -> LessonDelivery:
    """Taught today in a class of the person's school, unless told otherwise."""
    group = group or ClassFactory(school=staff.posts.first().school)
    where = Where(group.school, class_group=group)
    given.setdefault("audience", "class")
    if given["audience"] != "class":
        where = Where(group.school)
    given.setdefault("taught_on", today())
    given.setdefault("present", 20)
    on: dt.date = max(today(), given["taught_on"])
    return log_delivery(
        item=item, where=where, staff=staff, at=now(), on=on, by=staff.user, **given
    )


def a_card_round(
    staff: Any, *, item: LearningItem | None = None, **given: Any
) -> CardRound:
    """Cards before a unit, of a class of the person's school."""
    if item is None:
        a_class_lesson_item()
        item = LearningItem.objects.filter(kind=Kind.UNIT).order_by("pk")[0]
    group = given.pop("group", None)
    group = group or ClassFactory(school=staff.posts.first().school)
    given.setdefault("phase", "before")
    return open_round(
        item=item, class_group=group, staff=staff, on=today(), by=staff.user, **given
    )


def with_cards(
    row: CardRound, many: int, *, named: tuple[int, int, int] = (2, 2, 1)
) -> CardRound:
    """So many equal cards from paper, every sign recognised."""
    card = Coded(Ticked(4, 0, knows_whom=True), named)
    enter_cards(card_round=row, cards=[card] * many, by=row.staff.user)
    return row
