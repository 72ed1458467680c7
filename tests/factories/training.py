"""A small course for tests: real pages, published the way an editor publishes."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Locale, Page

from training.actions.quizzes import start_attempt
from training.actions.refreshing import begin_refresher
from training.models import (
    Award,
    ItemProgress,
    Kind,
    LearningItem,
    LearningObjective,
    LessonPage,
    ModuleCompletion,
    ModulePage,
    ProgrammePage,
    Question,
    Quiz,
    QuizAttempt,
    QuizDraw,
    Refresher,
    ScenarioPage,
    ScenarioRun,
    TrainingIndexPage,
)


@dataclass
class Course:
    """A programme of one module, in Albanian; `in_english` translates a page."""

    programme: ProgrammePage
    module: ModulePage
    lessons: list[LessonPage]
    quiz: Quiz
    questions: list[Question] = field(default_factory=list)

    def item(self, thing: Any) -> LearningItem:
        kind = Kind.QUIZ if isinstance(thing, Quiz) else thing.kind
        return LearningItem.objects.get(
            kind=kind, translation_key=thing.translation_key
        )


def locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


def publish(page: Any) -> Any:
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def add(parent: Any, page: Any) -> Any:
    page.locale, page.live = parent.locale, False
    return publish(parent.add_child(instance=page))


def index() -> TrainingIndexPage:
    found = TrainingIndexPage.objects.filter(locale=locale("sq")).first()
    home = Page.objects.get(depth=2, locale=locale("sq"))
    return found or add(home, TrainingIndexPage(title="Trajnimi", slug="training"))


def body(*texts: str) -> str:
    blocks = []
    for number, text in enumerate(texts or ("Një mësim.",), start=1):
        blocks.append(
            {"type": "heading", "value": f"Hapi {number}", "id": str(uuid4())}
        )
        blocks.append(
            {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid4())}
        )
    return json.dumps(blocks)


def lesson(module: ModulePage, title: str = "Mësimi", **given: Any) -> LessonPage:
    given.setdefault("slug", f"m-{uuid4().hex[:8]}")
    given.setdefault("body", body())
    return add(module, LessonPage(title=title, **given))


def scenes(*, far: str = "fund") -> list[dict[str, Any]]:
    """Start → middle → end; the bad choices of the start end at once."""

    def block(kind: str, key: str, *choices: tuple[str, str, str]) -> dict[str, Any]:
        value: dict[str, Any] = {
            "key": key,
            "title": f"Skena {key}",
            "text": "<p>.</p>",
        }
        if choices:
            value["choices"] = [
                {
                    "type": "item",
                    "id": f"{key}-{mark}",
                    "value": {
                        "text": f"{text} ({key})",
                        "reply": f"Pastaj {mark}",
                        "target": target,
                        "mark": mark,
                        "better": "",
                    },
                }
                for text, mark, target in choices
            ]
        return {"type": kind, "id": str(uuid4()), "value": value}

    return [
        block(
            "scene", "nisja", ("Dëgjoj", "good", "mesi"), ("Pyes", "leading", "mesi")
        ),
        block("scene", "mesi", ("Tregoj", "good", far), ("Hesht", "unsafe", "keq")),
        block("end", "fund"),
        block("end", "keq"),
    ]


def scenario(module: ModulePage, title: str = "Ushtrimi", **given: Any) -> ScenarioPage:
    given.setdefault("slug", f"u-{uuid4().hex[:8]}")
    given.setdefault("scenes", json.dumps(scenes()))
    given.setdefault("whom_to_tell", "Mbrojtësit, sot.")
    return add(module, ScenarioPage(title=title, **given))


def a_run(staff: Any, item: LearningItem, **given: Any) -> ScenarioRun:
    """Played to its good end, unless `given` says otherwise."""
    values: dict[str, Any] = {
        "version": item.current,
        "path": [["nisja", "nisja-leading"], ["mesi", "mesi-good"]],
        "started_at": timezone.now(),
        "closed_at": timezone.now(),
        "end": "fund",
    }
    return ScenarioRun.objects.create(staff=staff, item=item, **values | given)


def question(objective: LearningObjective, **given: Any) -> Question:
    """`right` gives the numbers of the right options (default the first of three)."""
    right, count = given.pop("right", (0,)), given.pop("options", 3)
    options = [
        {
            "type": "option",
            "id": str(uuid4()),
            "value": {
                "text": f"Përgjigja {number}",
                "correct": number in right,
                "feedback": f"Sepse {number}",
            },
        }
        for number in range(count)
    ]
    made = Question(
        locale=locale("sq"),
        objective=objective,
        stem=given.pop("stem", "Pyetja?"),
        type=given.pop("type", "single"),
        options=json.dumps(options),
        **given,
    )
    made.save()
    return publish(made)


BLOCKS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "single": [("option", {"text": "A", "correct": True}), ("option", {"text": "B"})],
    "multi": [
        ("option", {"text": "A", "correct": True}),
        ("option", {"text": "B", "correct": True}),
        ("option", {"text": "C"}),
    ],
    "truefalse": [
        ("option", {"text": "E saktë", "correct": True}),
        ("option", {"text": "E gabuar"}),
    ],
    "match": [
        ("pair", {"text": "Rreshti 1", "match": "Veprim"}),
        ("pair", {"text": "Rreshti 2", "match": "Qëllim"}),
        ("pair", {"text": "Rreshti 3", "match": "Veprim"}),
    ],
    "order": [("step", {"text": f"Hapi {word}"}) for word in ("i parë", "tjetër")]
    + [("step", {"text": "Hapi i fundit"})],
    "text": [
        ("answer", {"text": "Tetëmbëdhjetë", "correct": True}),
        ("answer", {"text": "Njëzet", "correct": False}),
    ],
    "reflection": [("point", {"text": "Një mendim."})],
}


def of_type(kind: str, objective: LearningObjective, **given: Any) -> Question:
    """A question of any of the seven types; each block says "Sepse" and its text."""
    blocks = [
        {
            "type": block,
            "id": str(uuid4()),
            "value": value | ({} if block == "point" else _because(value)),
        }
        for block, value in BLOCKS[kind]
    ]
    given.setdefault("stem", f"Pyetja {kind}?")
    made = Question(
        locale=locale("sq"),
        objective=objective,
        type=kind,
        options=json.dumps(blocks),
        **given,
    )
    made.save()
    return publish(made)


def _because(value: dict[str, Any]) -> dict[str, Any]:
    return {"feedback": f"Sepse: {value['text']}"}


def all_types() -> tuple[Quiz, list[Question]]:
    """A quiz that asks each of the six marked types once and closes with a thought."""
    objective = LearningObjective.objects.create(locale=locale("sq"), text="Ta dini.")
    questions = [of_type(kind, objective) for kind in BLOCKS]
    made = Quiz(name="Të gjitha", pass_mark=80)
    made.draws = [QuizDraw(objective=objective, count=len(BLOCKS) - 1)]
    made.save()
    return publish(made), questions


def quiz(*, count: int = 3, critical: int = 1, bank: int = 4) -> tuple[Quiz, list[Any]]:
    """Draws `count` of a bank; the first `critical` of the bank are critical."""
    objective = LearningObjective.objects.create(locale=locale("sq"), text="Ta dini.")
    questions = [
        question(objective, stem=f"Pyetja {n}?", critical=n < critical)
        for n in range(bank)
    ]
    made = Quiz(name="Kuizi", pass_mark=80, cool_down=0)
    made.draws = [QuizDraw(objective=objective, count=count)]
    made.save()
    return publish(made), questions


def course(*, lessons: int = 2, months: int = 24, **given: Any) -> Course:
    slug = f"p-{uuid4().hex[:8]}"
    made, questions = given.pop("quiz", None) or quiz()
    programme = add(index(), ProgrammePage(title="Programi", slug=slug, months=months))
    module = add(
        programme,
        ModulePage(
            title=given.pop("title", "Moduli"),
            slug="moduli",
            audience="teacher protector",
            minutes=20,
            quiz=made,
            **given,
        ),
    )
    pages = [lesson(module, f"Mësimi {n}") for n in range(1, lessons + 1)]
    return Course(programme, module, pages, made, questions)


def measured(made: Course) -> Course:
    """The course with a test before and one after: two questions in each form."""
    objective = made.questions[0].objective
    for form in ("A", "B"):
        for number in range(2):
            question(objective, form=form, stem=f"Forma {form} {number}?")
    for purpose in ("pre", "post"):
        test = Quiz(name=purpose, purpose=purpose)
        test.draws = [QuizDraw(objective=objective, count=2)]
        test.save()
        setattr(made.module, f"{purpose}_test", publish(test))
    made.module = publish(made.module)
    return made


def in_english(page: Any, **changed: Any) -> Any:
    """The page translated and live, its parents with it."""
    copy = page.copy_for_translation(locale("en"), copy_parents=True)
    for name, value in changed.items():
        setattr(copy, name, value)
    return publish(copy)


def in_english_words(question: Question, **words: list[str]) -> Question:
    """A question translated: `text=[...]` and the like, in the order of its blocks."""
    copy = question.copy_for_translation(locale("en"))
    for name, values in words.items():
        for block, value in zip(copy.options, values, strict=True):
            block.value[name] = value
    copy.save()
    return publish(copy)


def completed(
    staff: Any,
    item: LearningItem,
    *,
    on: dt.date,
    until: dt.date | None = None,
    renews: ModuleCompletion | None = None,
) -> ModuleCompletion:
    """A completion as a record, for coverage."""
    return ModuleCompletion.objects.create(
        staff=staff,
        item=item,
        version=item.current,
        route="online",
        completed_at=timezone.make_aware(dt.datetime.combine(on, dt.time(12))),
        completed_on=on,
        valid_until=until,
        renews=renews,
    )


def done(staff: Any, item: LearningItem, *, at: dt.datetime) -> ItemProgress:
    return ItemProgress.objects.create(
        staff=staff,
        item=item,
        version=item.current,
        state="done",
        route="online",
        opened_at=at,
        done_at=at,
    )


def an_attempt(staff: Any, made: Course) -> QuizAttempt:
    """A paper begun, all the lessons done before."""
    lessons = [made.item(page) for page in made.lessons]
    for item in lessons:
        done(staff, item, at=timezone.now())
    return start_attempt(
        staff=staff,
        quiz=made.item(made.quiz),
        lessons=lessons,
        client_id=uuid4(),
        seed="7",
        language="sq",
        at=timezone.now(),
        by=staff.user,
    )


def a_refresher(staff: Any, made: Course, **given: Any) -> Refresher:
    """The first paper, 30 days after a completion."""
    item, on = made.item(made.module), timezone.localdate()
    completed(staff, item, on=on - dt.timedelta(days=given.pop("days", 30)))
    return begin_refresher(
        staff=staff,
        module=item,
        quiz=made.item(made.quiz),
        language="sq",
        at=timezone.now(),
        on=on,
        by=staff.user,
        **given,
    )


def an_award(staff: Any, made: Course, **given: Any) -> Award:
    return award(staff, made.item(made.programme), **given)


def award(staff: Any, item: LearningItem, **given: Any) -> Award:
    """For a programme, from today on unless `given` says otherwise."""
    values: dict[str, Any] = {
        "version": item.current,
        "issued_at": timezone.now(),
        "issued_on": timezone.localdate(),
        "title_as_printed": item.titles,
        "name_as_printed": staff.full_name(),
        "minutes": 20,
    }
    return Award.objects.create(staff=staff, item=item, **values | given)
