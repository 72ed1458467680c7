"""What coverage says in its columns, filters and map: the same on screen and in file."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.charts import Point
from portal.dates import day_text
from portal.listing import CodeFilter, Column
from schools.models import Qark
from training.coverage import TARGET
from training.models import LearningItem


def notes(day: dt.date) -> list[str]:
    """Under the rows of a file, which leaves the screen and its date behind."""
    return [_("Roster and completions on %(on)s") % {"on": day_text(day)}]


def figures(items: Sequence[LearningItem]) -> list[Column]:
    """N, and for each module n and the percentage, of all and of those led by a
    psychologist: never one without the others."""
    columns = [
        Column("roster", _("Teachers"), "roster", sort=("roster", "name"), numeric=True)
    ]
    for item in items:
        columns += [
            Column(
                f"done-{item.pk}",
                _("%(module)s: completed") % {"module": item.title},
                f"done_{item.pk}",
                sort=(f"done_{item.pk}", "name"),
                numeric=True,
            ),
            Column(
                f"percent-{item.pk}",
                _("%(module)s: percent") % {"module": item.title},
                _percent_of(f"percent_{item.pk}"),
                sort=(f"percent_{item.pk}", "name"),
                numeric=True,
            ),
            Column(
                f"led-{item.pk}",
                _("%(module)s: by a psychologist") % {"module": item.title},
                f"led_{item.pk}",
                sort=(f"led_{item.pk}", "name"),
                numeric=True,
            ),
            Column(
                f"led-percent-{item.pk}",
                _("%(module)s: by a psychologist, percent") % {"module": item.title},
                _percent_of(f"led_percent_{item.pk}"),
                sort=(f"led_percent_{item.pk}", "name"),
                numeric=True,
            ),
        ]
    return columns


def _percent_of(figure: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = getattr(row, figure)
        return _("no roster") if found is None else found

    return value


def states(item: LearningItem, day: dt.date) -> list[Column]:
    def state(person: Any) -> str:
        return _state(person, item, day)

    words = {
        "valid": _("Completed"),
        "lapsed": _("Expired"),
        "begun": _("Started"),
        "never": _("Not started"),
    }
    colours = {"valid": "green", "lapsed": "orange", "begun": "blue", "never": "grey"}
    return [
        Column(
            f"state-{item.pk}",
            item.title,
            lambda person: words[state(person)],
            tag=lambda person: colours[state(person)],
        ),
        Column(
            f"completed-{item.pk}",
            _("Completed on"),
            f"completed_{item.pk}",
            sort=(f"completed_{item.pk}", "last_name"),
        ),
    ]


def _state(person: Any, item: LearningItem, day: dt.date) -> str:
    completed = getattr(person, f"completed_{item.pk}")
    until = getattr(person, f"valid_until_{item.pk}")
    if completed:
        return "lapsed" if until and until <= day else "valid"
    return "begun" if person.begun else "never"


def qark_filter() -> CodeFilter:
    return CodeFilter(
        "qark",
        _("Qark"),
        lambda: list(Qark.objects.order_by("name").values_list("code", "name")),
        lambda rows, code: [row for row in rows if row.qark.code == code],
    )


def target_filter(items: Sequence[LearningItem]) -> CodeFilter:
    percent = f"percent_{items[0].pk}"
    narrow = {
        "below": {f"{percent}__lt": TARGET},
        "reached": {f"{percent}__gte": TARGET},
        "empty": {"roster": 0},
    }
    return CodeFilter(
        "target",
        _("Target"),
        [
            ("below", _("under %(target)s %%") % {"target": TARGET}),
            ("reached", _("%(target)s %% or more") % {"target": TARGET}),
            ("empty", _("no roster")),
        ],
        lambda rows, code: rows.filter(**narrow[code]),
    )


def qark_points(qarks: Any, items: Sequence[LearningItem]) -> list[Point]:
    if not items:
        return []
    item = items[0]
    return [
        Point(
            label=f"{row.name}: {getattr(row, f'done_{item.pk}')} / {row.roster}",
            value=getattr(row, f"percent_{item.pk}"),
            why=_("no roster"),
            code=row.code,
            url=f"?qark={row.code}",
        )
        for row in qarks
    ]
