"""Coverage: of the teachers on a dated roster, how many hold a programme or a module.

The roster is the denominator: every teacher with a post at an open school that day,
with or without an account, whether or not the post was granted. A person counts
once in each place and once in the whole, however many posts. Live SQL, one query a
list; a place with nobody on its roster has no percentage at all.

Beside it stands C2, what the national strategy asks for (5(b)): those whose evidence
has a closed session led by a school psychologist. What "holds" means: `counted.py`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from schools import directory
from schools.models import School, StaffMember
from training.counted import (
    ROLES,
    Counted,
    ever,
    held_modules,
    holders,
    led_holders,
    past_holders,
)
from training.models import ItemProgress


TARGET = 50  # percent: at least half of the teachers (the national strategy, 5(b))


@dataclass(frozen=True)
class Total:
    """Of `roster` people, so many hold it validly, so many did once, the rest never."""

    item: Counted
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


def by_place(
    places: QuerySet[Any], path: str, items: Sequence[Counted], day: dt.date
) -> Any:
    """Each place with `roster`, and for every item `done_<pk>` and `percent_<pk>`;
    by a psychologist: `led_<pk>` and `led_percent_<pk>`.

    `path` leads from a post to the place: "school", "school__municipality" …
    """
    rows = places.annotate(roster=_people(path, day))
    for item in items:
        for counted, share, held in _figures_of(item, day):
            rows = rows.annotate(**{counted: _people(path, day, held)})
            parts = F(counted) * 100 / NullIf(F("roster"), 0)
            rows = rows.annotate(**{share: _whole(parts)})
    return rows


def with_figures(
    places: Iterable[Any],
    path: str,
    items: Sequence[Counted],
    day: dt.date,
    *,
    reach: Q | None = None,
) -> list[Any]:
    """The same figures as `by_place`, for a few places that take in many people (the
    nation by municipality): counted in one pass, not place by place. `reach`, a
    filter on Post, leaves out what the reader may not count."""
    asked = {
        counted: Count("staff", distinct=True, filter=held)
        for item in items
        for counted, _share, held in _figures_of(item, day)
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


def totals(reach: Q, items: Sequence[Counted], day: dt.date) -> list[Total]:
    """The whole within reach (a filter on Post), each person once."""
    asked: dict[str, Any] = {"roster": Count("staff", distinct=True)}
    for item in items:
        for name, held in (
            ("valid", holders(item, day)),
            ("led", led_holders(item, day)),
            ("ever", past_holders(item, day)),
        ):
            asked[f"{name}_{item.pk}"] = Count("staff", distinct=True, filter=held)
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


def on_target(rows: QuerySet[Any], item: Counted) -> dict[str, int]:
    """How many of the places have reached the target, of those with a roster."""
    reached = Q(**{f"percent_{item.pk}__gte": TARGET})
    counted = rows.aggregate(
        reached=Count(Case(When(reached, then=F("pk")))),
        known=Count(Case(When(roster__gt=0, then=F("pk")))),
        places=Count("pk"),
    )
    return dict(counted)


def people_of(
    school: School, item: Counted | None, day: dt.date
) -> QuerySet[StaffMember]:
    """The teachers on a school's roster, each with `held` (validly on that day), `got_on`
    (the last time; None: never), `until` (the first day without it; None: no such day
    is written), `revoked_at` (of a programme: when its award was taken back), `begun`
    (a lesson of it) and `modules` (of a programme: how many of its modules the person
    holds)."""
    posts = directory.roster(day, ROLES).filter(school=school)
    people = StaffMember.objects.filter(pk__in=posts.values("staff"))
    if item is None:
        return people
    rows = ever(item, day).filter(staff=OuterRef("pk"))
    on = "issued_on" if item.is_programme else "completed_on"
    begun = ItemProgress.objects.filter(
        staff=OuterRef("pk"),
        item__translation_key__in=item.covers,
        opened_at__date__lte=day,
    )
    held = posts.filter(holders(item, day), staff=OuterRef("pk"))
    last: Any = rows.order_by(f"-{on}", "-id")
    taken_back: Any = Value(None, DateTimeField())
    if item.is_programme:
        taken_back = Subquery(last.values("revoked_at")[:1])
    return people.annotate(
        begun=Exists(begun),
        held=Exists(held),
        got_on=Subquery(last.values(on)[:1]),
        until=Subquery(last.values("valid_until")[:1]),
        revoked_at=taken_back,
        modules=_number(held_modules(item, day).filter(staff=OuterRef("pk")), "staff"),
    )


def _figured(place: Any, counts: Any, items: Sequence[Counted]) -> Any:
    place.roster = counts.get("roster", 0)
    for item in items:
        for counted, share in _names(item):
            people = counts.get(counted, 0)
            percent = people * 100 // place.roster if place.roster else None
            setattr(place, counted, people)
            setattr(place, share, percent)
    return place


def _names(item: Counted) -> list[tuple[str, str]]:
    """The attributes of C1 and of C2: people, percent."""
    return [
        (f"done_{item.pk}", f"percent_{item.pk}"),
        (f"led_{item.pk}", f"led_percent_{item.pk}"),
    ]


def _figures_of(item: Counted, day: dt.date) -> list[tuple[str, str, Q]]:
    done, led = _names(item)
    return [(*done, holders(item, day)), (*led, led_holders(item, day))]


def _people(path: str, day: dt.date, *conditions: Q) -> Coalesce:
    posts = directory.roster(day, ROLES).filter(*conditions)
    return _number(posts.filter(**{path: OuterRef("pk")}), path, of="staff")


def _number(rows: QuerySet[Any], by: str, *, of: str = "item") -> Coalesce:
    """How many different ones of each `by`, as a column; none is nought."""
    counted = (
        rows.order_by().values(by).annotate(n=Count(of, distinct=True)).values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _whole(expression: Any) -> Any:
    """Rounded down: nobody reaches a target by rounding."""
    return Case(
        When(roster=0, then=None), default=expression, output_field=IntegerField()
    )
