"""Coverage: of the teachers on a dated roster, how many hold a valid completion.

The roster is the denominator: every teacher with a post at an open school that day,
with or without an account, whether or not the post was granted. A person counts
once in each place and once in the whole, however many posts. Live SQL, one query a
list; a place with nobody on its roster has no percentage at all.

Beside it stands C2, what the national strategy asks for (5(b)): those whose valid
completion has a closed session led by a school psychologist as evidence.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from schools import directory
from schools.models import School, StaffMember
from training.models import (
    ItemProgress,
    Kind,
    LearningItem,
    ModuleCompletion,
    TrainingSession,
)
from training.models.pages import ModulePage


ROLES = ("teacher",)
TARGET = 50  # percent: at least half of the teachers (the national strategy, 5(b))


@dataclass(frozen=True)
class Total:
    """Of `roster` people, so many hold it validly, so many did once, the rest never."""

    item: LearningItem
    roster: int
    valid: int
    lapsed: int
    led: int = 0  # of the valid ones, in a session led by a school psychologist

    @property
    def never(self) -> int:
        return self.roster - self.valid - self.lapsed

    @property
    def percent(self) -> int | None:
        return self.valid * 100 // self.roster if self.roster else None

    @property
    def led_percent(self) -> int | None:
        return self.led * 100 // self.roster if self.roster else None


def modules() -> list[LearningItem]:
    """The published modules that teachers need, in the order of the pages."""
    pages = ModulePage.objects.filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=settings.LANGUAGE_CODE,
        live=True,
    )
    return list(
        LearningItem.objects.filter(kind=Kind.MODULE, retired_at=None)
        .annotate(
            path=Subquery(pages.values("path")[:1]),
            audience=Subquery(pages.values("audience")[:1]),
        )
        .filter(audience__contains=ROLES[0])
        .order_by("path")
    )


def valid_on(day: dt.date) -> Q:
    """A completion that counts on that day (`valid_until` is the first day without)."""
    lasting = Q(valid_until=None) | Q(valid_until__gt=day)
    return Q(completed_on__lte=day) & lasting


def by_place(
    places: QuerySet[Any], path: str, items: Sequence[LearningItem], day: dt.date
) -> Any:
    """Each place with `roster`, and for every item `done_<pk>` and `percent_<pk>`;
    by a psychologist: `led_<pk>` and `led_percent_<pk>`.

    `path` leads from a post to the place: "school", "school__municipality" …
    """
    rows = places.annotate(roster=_people(path, day))
    for item in items:
        for counted, share, found in _figures_of(item, day):
            rows = rows.annotate(**{counted: _people(path, day, Exists(found))})
            parts = F(counted) * 100 / NullIf(F("roster"), 0)
            rows = rows.annotate(**{share: _whole(parts)})
    return rows


def with_figures(
    places: Iterable[Any],
    path: str,
    items: Sequence[LearningItem],
    day: dt.date,
    *,
    reach: Q | None = None,
) -> list[Any]:
    """The same figures as `by_place`, for a few places that take in many people (the
    nation by municipality): counted in one pass, not place by place. `reach`, a
    filter on Post, leaves out what the reader may not count."""
    asked = {
        counted: Count("staff", distinct=True, filter=Q(Exists(found)))
        for item in items
        for counted, _share, found in _figures_of(item, day)
    }
    counted = (
        directory.roster(day, ROLES)
        .filter(reach or Q())
        .order_by()
        .values(path)
        .annotate(roster=Count("staff", distinct=True), **asked)
    )
    found = {row[path]: row for row in counted}
    return [_figured(place, found.get(place.pk, {}), items) for place in places]


def totals(reach: Q, items: Sequence[LearningItem], day: dt.date) -> list[Total]:
    """The whole within reach (a filter on Post), each person once."""
    asked: dict[str, Any] = {"roster": Count("staff", distinct=True)}
    for item in items:
        valid = Exists(_completions(item, day))
        ever = Exists(_ever(item, day))
        led = Exists(_led(item, day))
        asked[f"valid_{item.pk}"] = Count("staff", distinct=True, filter=Q(valid))
        asked[f"led_{item.pk}"] = Count("staff", distinct=True, filter=Q(led))
        asked[f"ever_{item.pk}"] = Count("staff", distinct=True, filter=Q(ever))
    found = directory.roster(day, ROLES).filter(reach).aggregate(**asked)
    return [
        Total(
            item=item,
            roster=found["roster"],
            valid=found[f"valid_{item.pk}"],
            lapsed=found[f"ever_{item.pk}"] - found[f"valid_{item.pk}"],
            led=found[f"led_{item.pk}"],
        )
        for item in items
    ]


def on_target(rows: QuerySet[Any], item: LearningItem) -> dict[str, int]:
    """How many of the places have reached the target, of those with a roster."""
    reached = Q(**{f"percent_{item.pk}__gte": TARGET})
    counted = rows.aggregate(
        reached=Count(Case(When(reached, then=F("pk")))),
        known=Count(Case(When(roster__gt=0, then=F("pk")))),
        places=Count("pk"),
    )
    return dict(counted)


def people_of(
    school: School, items: Sequence[LearningItem], day: dt.date
) -> QuerySet[StaffMember]:
    """The teachers on a school's roster, each with `completed_<pk>`,
    `valid_until_<pk>` and `opened_<pk>` (has begun a lesson of anything)."""
    posts = directory.roster(day, ROLES).filter(school=school)
    people = StaffMember.objects.filter(pk__in=posts.values("staff"))
    begun = ItemProgress.objects.filter(staff=OuterRef("pk"), opened_at__date__lte=day)
    people = people.annotate(begun=Exists(begun))
    for item in items:
        last = ModuleCompletion.objects.filter(
            staff=OuterRef("pk"), item=item, completed_on__lte=day
        ).order_by("-completed_on", "-id")
        people = people.annotate(
            **{
                f"completed_{item.pk}": Subquery(last.values("completed_on")[:1]),
                f"valid_until_{item.pk}": Subquery(last.values("valid_until")[:1]),
            }
        )
    return people


def _figured(place: Any, counts: Any, items: Sequence[LearningItem]) -> Any:
    place.roster = counts.get("roster", 0)
    for item in items:
        for counted, share in _names(item):
            people = counts.get(counted, 0)
            percent = people * 100 // place.roster if place.roster else None
            setattr(place, counted, people)
            setattr(place, share, percent)
    return place


def _names(item: LearningItem) -> list[tuple[str, str]]:
    """The attributes of C1 and of C2: people, percent."""
    return [
        (f"done_{item.pk}", f"percent_{item.pk}"),
        (f"led_{item.pk}", f"led_percent_{item.pk}"),
    ]


def _figures_of(
    item: LearningItem, day: dt.date
) -> list[tuple[str, str, QuerySet[ModuleCompletion]]]:
    done, led = _names(item)
    return [(*done, _completions(item, day)), (*led, _led(item, day))]


def _completions(item: LearningItem, day: dt.date) -> QuerySet[ModuleCompletion]:
    return ModuleCompletion.objects.filter(
        valid_on(day), staff=OuterRef("staff"), item=item
    )


def _led(item: LearningItem, day: dt.date) -> QuerySet[ModuleCompletion]:
    """Valid, and taught face to face by a school psychologist."""
    return _completions(item, day).filter(
        session__capacity=TrainingSession.Capacity.PSYCHOLOGIST,
        session__state=TrainingSession.State.CLOSED,
    )


def _ever(item: LearningItem, day: dt.date) -> QuerySet[ModuleCompletion]:
    return ModuleCompletion.objects.filter(
        staff=OuterRef("staff"), item=item, completed_on__lte=day
    )


def _people(path: str, day: dt.date, *conditions: Exists) -> Coalesce:
    posts = directory.roster(day, ROLES).filter(*conditions)
    counted = (
        posts.filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(people=Count("staff", distinct=True))
        .values("people")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _whole(expression: Any) -> Any:
    """Rounded down: nobody reaches a target by rounding."""
    return Case(
        When(roster=0, then=None), default=expression, output_field=IntegerField()
    )
