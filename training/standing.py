"""Where a person stands in everything there is to learn: one query."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
)
from django.urls import reverse
from django.utils import timezone

from portal.clock import today
from portal.models import User
from schools.models import StaffMember
from training.expiry import WINDOW, renewable_from
from training.models import (
    Attendance,
    Award,
    Change,
    ItemProgress,
    ItemVersion,
    Kind,
    LearningItem,
    ModuleCompletion,
    QuizAttempt,
    Refresher,
)
from training.outline import Node, Outline


@dataclass
class Standing:
    """The learning items of the outline, each with what this person did; `safety_ends`
    is read on first need (`own_awards.py`)."""

    items: dict[tuple[str, UUID], Any]
    on: dt.date = field(default_factory=today)
    safety_ends: dict[str, dt.date | None] | None = None

    def item(self, kind: Kind, key: UUID | None) -> Any:
        return self.items.get((kind, key)) if key else None

    def of(self, node: Node) -> Any:
        return self.item(node.kind, node.key)

    def quiz(self, module: Node) -> Any:
        return self.item(Kind.QUIZ, module.quiz)

    def done(self, lesson: Node) -> bool:
        item = self.of(lesson)
        return bool(item and item.done_at)

    def passed(self, module: Node) -> bool:
        """By a pass that counts: an old one does not for a completion that ended."""
        quiz = self.quiz(module)
        return bool(quiz and quiz.passed and not self.lapsed_on(module))

    def lapsed_on(self, module: Node) -> dt.date | None:
        """Since when the completion of a module is no longer valid."""
        item = self.of(module)
        until: dt.date | None = item.valid_until if item else None
        return until if until and until <= self.on else None

    def ends_soon(self, module: Node) -> dt.date | None:
        """The end of a valid completion that may be renewed now."""
        item = self.of(module)
        until: dt.date | None = item.valid_until if item else None
        return until if until and until > self.on >= until - WINDOW else None

    def renews_since(self, node: Node) -> dt.datetime | None:
        """From when a pass renews the completion of a module, or the award of a
        programme; None while it may not be renewed, or where there is none."""
        item = self.of(node)
        if item is None:
            return None
        programme = node.kind == Kind.PROGRAMME
        opens = renewable_from(item.award_until if programme else item.valid_until)
        if opens is None or opens > self.on:
            return None
        return timezone.make_aware(dt.datetime.combine(opens, dt.time()))


@dataclass(frozen=True)
class ModuleStanding:
    """A module as its learner sees it."""

    module: Node
    item: Any
    lessons: Sequence[tuple[Node, str]]
    quiz: Any
    quiz_open: bool
    resume: Node | None
    done: int
    total: int
    left: Mapping[UUID, int] = field(default_factory=dict)
    pre: Any = None
    post: Any = None
    attended: bool = False  # a closed session stands in for the lessons
    passed: bool = False
    lapsed_on: dt.date | None = None  # since when its completion is no longer valid
    ends_on: dt.date | None = None  # in its last 90 days: the first day without

    @property
    def complete(self) -> bool:
        return bool(self.item and self.item.completed_on and not self.lapsed_on)

    @property
    def started(self) -> bool:
        return any(state != "new" for _node, state in self.lessons)

    @property
    def percent(self) -> int:
        return 100 if self.complete else self.done * 100 // max(self.total, 1)

    @property
    def minutes_left(self) -> int:
        """Of the lessons not done; of one begun, from the step that is open."""
        return sum(self.left.values())

    @property
    def minutes_to_resume(self) -> int:
        return self.left.get(self.resume.key, 0) if self.resume else 0


def standing_of(staff: StaffMember | None, outline: Outline) -> Standing:
    return _standing(Q(staff=staff) if staff else Q(pk=None), outline)


def standing_of_user(user: User, outline: Outline) -> Standing:
    """The same without asking first who the member of staff is."""
    return _standing(Q(staff__user=user), outline)


def _standing(person: Q, outline: Outline) -> Standing:
    keys = {node.key for node in outline.nodes}
    keys |= {key for node in outline.nodes for key in node.quizzes}
    found = _with_records(person).filter(translation_key__in=keys)
    return Standing({(item.kind, item.translation_key): item for item in found})


def module_standing(module: Node, standing: Standing) -> ModuleStanding:
    lessons = [(node, _state(standing.of(node))) for node in module.children]
    quiz = standing.quiz(module)
    attended = bool(standing.of(module) and standing.of(module).attended)
    needed = [(node, state) for node, state in lessons if node.needed]
    finished = sum(state == "done" for _node, state in needed)
    return ModuleStanding(
        module=module,
        item=standing.of(module),
        lessons=lessons,
        quiz=quiz,
        quiz_open=attended or finished == len(needed),
        resume=_resume(needed, standing),
        done=finished + standing.passed(module),
        total=len(needed) + (module.quiz is not None),
        left={
            node.key: _minutes_left(node, standing.of(node))
            for node, state in needed
            if state != "done"
        },
        pre=standing.item(Kind.QUIZ, module.pre),
        post=standing.item(Kind.QUIZ, module.post),
        attended=attended,
        passed=standing.passed(module),
        lapsed_on=standing.lapsed_on(module),
        ends_on=standing.ends_soon(module),
    )


def _minutes_left(node: Node, item: Any) -> int:
    left = item.minutes_left if item else None
    return node.minutes if left is None else int(left)


def next_step(
    outline: Outline, standing: Standing, roles: Collection[str]
) -> dict[str, Any] | None:
    """The one thing to go on with, the exact lesson or the quiz: of what was begun the
    last, else of what these roles need the first. None: they have completed it all."""
    found = [
        module_standing(node, standing)
        for node in outline.nodes
        if node.kind == Kind.MODULE
    ]
    left = [one for one in found if not one.complete]
    begun = [one for one in left if one.started]
    needed = [one for one in left if one.module in needed_by(outline, roles)]
    chosen = max(begun, key=lambda one: _last_opened(one, standing), default=None)
    chosen = chosen or next(iter(needed), None)
    return {"standing": chosen, "url": go_on(chosen)} if chosen else None


def needed_by(outline: Outline, roles: Collection[str]) -> list[Node]:
    """The modules required for one of the roles; the first programme for all others,
    since every adult in a school is to know it."""
    modules = [node for node in outline.nodes if node.kind == Kind.MODULE]
    needed = [node for node in modules if {*roles} & {*node.audience}]
    return needed or [n for one in outline.programmes[:1] for n in one.children]


def _last_opened(one: ModuleStanding, standing: Standing) -> dt.datetime:
    opened = (
        standing.of(node).opened_at for node, state in one.lessons if state != "new"
    )
    last: dt.datetime = max(opened)
    return last


def go_on(standing: ModuleStanding) -> str:
    """The address of what comes next in a module."""
    if standing.resume and not standing.complete and not standing.attended:
        return standing.resume.address
    if standing.quiz and not standing.complete:
        return quiz_url(standing)
    return standing.module.address


def quiz_url(standing: ModuleStanding) -> str:
    return reverse("training:quiz_start", args=[standing.quiz.uid])


def _state(item: Any) -> str:
    if item is None:
        return "new"
    if item.done_at:
        return "done"
    return "opened" if item.opened_at else "new"


def _resume(lessons: Sequence[tuple[Node, str]], standing: Standing) -> Node | None:
    """The lesson last opened and not done, else the first one not done."""
    opened = [node for node, state in lessons if state == "opened"]
    if opened:
        return max(opened, key=lambda node: standing.of(node).opened_at)
    return next((node for node, state in lessons if state == "new"), None)


def changed_at() -> Subquery:
    """When an item last got other words than those who finished had read."""
    versions = ItemVersion.objects.filter(
        item=OuterRef("pk"),
        locale=settings.LANGUAGE_CODE,
        change__in=[Change.MAJOR, Change.SAFETY],
    ).order_by("-published_at")
    return Subquery(versions.values("published_at")[:1])


def _with_records(person: Q) -> Any:
    def own(model: Any, **more: Any) -> Any:
        return model.objects.filter(person, item=OuterRef("pk"), **more)

    completion = own(ModuleCompletion).order_by("-completed_on", "-id")
    refreshed = own(Refresher, submitted_at__isnull=False).filter(
        completion__completed_on=OuterRef("completed_on")
    )
    award = own(Award).order_by("-issued_on", "-id")
    return (
        LearningItem.objects.filter(Q(retired_at=None))
        .select_related("current")
        .annotate(
            opened_at=Subquery(own(ItemProgress).values("opened_at")[:1]),
            done_at=Subquery(own(ItemProgress).values("done_at")[:1]),
            minutes_left=Subquery(own(ItemProgress).values("minutes_left")[:1]),
            passed=Exists(own(QuizAttempt, passed=True)),
            taken=Exists(own(QuizAttempt, submitted_at__isnull=False)),
            attended=Exists(_session_to_use(person)),
            completed_on=Subquery(completion.values("completed_on")[:1]),
            refreshed=Subquery(
                refreshed.order_by("-day_offset").values("day_offset")[:1]
            ),
            first_completed_at=Subquery(
                completion.order_by("completed_at").values("completed_at")[:1]
            ),
            changed_at=changed_at(),
            valid_until=Subquery(completion.values("valid_until")[:1]),
            award=Subquery(award.values("public_id")[:1]),
            award_until=Subquery(award.values("valid_until")[:1]),
            award_revoked=Subquery(award.values("revoked_at")[:1]),
        )
    )


def _session_to_use(person: Q) -> Any:
    """A closed session of the module that no completion has come after, and that was
    not too early to renew one (`evidence.counts_since`)."""
    opens = ExpressionWrapper(
        OuterRef("session__starts_at") + WINDOW, output_field=DateTimeField()
    )
    since = ModuleCompletion.objects.filter(
        Q(completed_at__gte=OuterRef("session__starts_at")) | Q(valid_until__gt=opens),
        staff=OuterRef("staff"),
        item=OuterRef("session__module"),
    )
    return Attendance.objects.filter(
        person, ~Exists(since), session__module=OuterRef("pk"), counts=True
    )
