"""What coverage counts: a programme by its award, a module by its completion.

An award is what a person keeps when a programme grows, so a module added today takes
nobody out of the figures; the next renewal asks for it. The first programme that has a
module for teachers is the one that a place is held to.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from training.expiry import GRACE, Rule
from training.models import (
    Award,
    Change,
    ItemVersion,
    Kind,
    LearningItem,
    ModuleCompletion,
    TrainingSession,
)
from training.outline import Node
from training.outline_kept import outline_in


ROLES = ("teacher",)


@dataclass(frozen=True)
class Counted:
    """`modules`: of a programme, its own that teachers need; of a module, itself.
    `covers`: the translation keys of it and all that is in it."""

    item: LearningItem
    modules: tuple[LearningItem, ...]
    covers: tuple[UUID, ...] = ()

    @property
    def pk(self) -> int:
        return self.item.pk

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def is_programme(self) -> bool:
        return self.item.kind == Kind.PROGRAMME


def counted() -> list[Counted]:
    """Each programme with modules for teachers, and after it these modules; in the
    order of the pages. Two queries, seldom three."""
    programmes = outline_in(settings.LANGUAGE_CODE).programmes
    items = _items(programmes)
    found: list[Counted] = []
    for programme in programmes:
        item = items.get(programme.key)
        needed = list(_needed(programme, items))
        modules = tuple(items[node.key] for node in needed)
        if item and modules:
            found.append(Counted(item, modules, _keys(programme)))
            found += [
                Counted(module, (module,), _keys(node))
                for node, module in zip(needed, modules, strict=True)
            ]
    return found


def _keys(node: Node) -> tuple[UUID, ...]:
    return tuple(one.key for one in node.walk())


def programmes() -> list[Counted]:
    return [one for one in counted() if one.is_programme]


def holders(of: Counted, day: dt.date) -> Q:
    """A filter on rows with `staff`: who holds it validly on that day."""
    return Q(Exists(_valid(of, day)))


def led_holders(of: Counted, day: dt.date) -> Q:
    """Of these, whose evidence is a closed session of a school psychologist: for a
    programme, of one of its modules at least, be that completion ended or renewed by
    the short way since, for the award is what lasts."""
    given = _given(of, day) if of.is_programme else held_modules(of, day)
    completions = given.filter(
        staff=OuterRef("staff"),
        session__capacity=TrainingSession.Capacity.PSYCHOLOGIST,
        session__state=TrainingSession.State.CLOSED,
    )
    led = Q(Exists(completions))
    return holders(of, day) & led if of.is_programme else led


def past_holders(of: Counted, day: dt.date) -> Q:
    """Who held it on that day or before."""
    return Q(Exists(ever(of, day).filter(staff=OuterRef("staff"))))


def ever(of: Counted, day: dt.date) -> QuerySet[Award] | QuerySet[ModuleCompletion]:
    """All that was given for it until that day, ended and taken back too."""
    if of.is_programme:
        return Award.objects.filter(item=of.item, issued_on__lte=day)
    return ModuleCompletion.objects.filter(item=of.item, completed_on__lte=day)


def held_modules(of: Counted, day: dt.date) -> QuerySet[ModuleCompletion]:
    """The completions of its modules that are valid on that day, of anybody."""
    return _given(of, day).filter(_lasting(day))


def _given(of: Counted, day: dt.date) -> QuerySet[ModuleCompletion]:
    """All completions of its modules until that day, ended ones too."""
    return ModuleCompletion.objects.filter(item__in=of.modules, completed_on__lte=day)


def _items(programmes: Sequence[Node]) -> dict[UUID, LearningItem]:
    keys = [node.key for one in programmes for node in (one, *one.children)]
    rows = LearningItem.objects.filter(
        kind__in=[Kind.PROGRAMME, Kind.MODULE], translation_key__in=keys
    )
    return {row.translation_key: row for row in rows.filter(retired_at=None)}


def _needed(programme: Node, items: dict[UUID, LearningItem]) -> list[Node]:
    return [
        node
        for node in programme.children
        if node.key in items and {*ROLES} & {*node.audience}
    ]


def _valid(of: Counted, day: dt.date) -> QuerySet[Award] | QuerySet[ModuleCompletion]:
    if not of.is_programme:
        return held_modules(of, day).filter(staff=OuterRef("staff"))
    changed = ItemVersion.objects.filter(
        item__translation_key__in=of.covers,
        locale=settings.LANGUAGE_CODE,
        change=Change.SAFETY,
        published_at__gt=OuterRef("issued_at"),
        published_at__lte=_end_of(day - GRACE),
    )
    ended = Q(expiry_rule=Rule.SAFETY) & Q(Exists(changed))
    return _standing_awards(of, day).filter(_lasting(day)).exclude(ended)


def _standing_awards(of: Counted, day: dt.date) -> QuerySet[Award]:
    """The awards of a person that nobody took back by the end of that day."""
    taken_back = Q(revoked_at__lte=_end_of(day))
    renewed = Award.objects.filter(supersedes=OuterRef("pk"), issued_on__lte=day)
    rows = Award.objects.filter(item=of.item, issued_on__lte=day)
    return rows.filter(~Exists(renewed), staff=OuterRef("staff")).exclude(taken_back)


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def _lasting(day: dt.date) -> Q:
    """`valid_until` is the first day without."""
    return Q(valid_until=None) | Q(valid_until__gt=day)
