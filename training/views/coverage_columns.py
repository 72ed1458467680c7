"""What coverage says in its columns and filters: the same on screen and in file.

One thing is counted at a time, a programme or a module, so that the table stays as wide
and costs as much whatever there is to learn.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.dates import day_text
from portal.listing import CodeFilter, Column
from schools.models import Municipality, Qark
from training.counted import Counted
from training.coverage import TARGET


OF = "of"


def notes(day: dt.date, item: Counted | None) -> list[str]:
    """Under the rows of a file, which leaves the screen with its title and date behind."""
    said = [_("Roster and completions on %(on)s") % {"on": day_text(day)}]
    if item:
        said.append(_("What is counted: %(title)s") % {"title": item.title})
    return said


def chosen(request: HttpRequest, of: Sequence[Counted]) -> Counted | None:
    """What is counted: the one asked for, else the first; None: nothing is published."""
    asked = request.GET.get(OF, "")
    return next((one for one in of if str(one.pk) == asked), of[0] if of else None)


def of_filter(of: Sequence[Counted]) -> list[CodeFilter]:
    """The choice of what is counted; it narrows no row."""
    if not of:
        return []
    others = [(str(one.pk), one.title) for one in of[1:]]
    return [
        CodeFilter(
            OF,
            _("What is counted"),
            others,
            lambda rows, _code: rows,
            blank=of[0].title,
        )
    ]


def with_choice(url: str, item: Counted | None, of: Sequence[Counted]) -> str:
    """The address of another page that goes on with the same choice."""
    if item is None or item == of[0]:
        return url
    return f"{url}{'&' if '?' in url else '?'}{OF}={item.pk}"


def figures(item: Counted | None) -> list[Column]:
    """N, and n and the percentage, of all and of those led by a psychologist: never one
    without the others."""
    columns = [
        Column("roster", _("Teachers"), "roster", sort=("roster", "name"), numeric=True)
    ]
    if item is None:
        return columns
    done, percent = f"done_{item.pk}", f"percent_{item.pk}"
    led, led_percent = f"led_{item.pk}", f"led_percent_{item.pk}"
    return [
        *columns,
        _figure("done", _("Completed"), done),
        _figure("percent", _("Percent"), percent, share=True),
        _figure("led", _("By a psychologist"), led),
        _figure(
            "led-percent",
            _("By a psychologist, percent"),
            led_percent,
            share=True,
        ),
    ]


def _figure(key: str, label: str, name: str, *, share: bool = False) -> Column:
    value = _percent_of(name) if share else name
    return Column(key, label, value, sort=(name, "name"), numeric=True)


def _percent_of(figure: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = getattr(row, figure)
        return _("no roster") if found is None else found

    return value


def states(item: Counted | None) -> list[Column]:
    """The state and its day; of a programme also how many modules are done."""
    if item is None:
        return []
    columns = [
        Column(
            "state",
            item.title,
            _state_words,
            tag=lambda person: COLOURS[_state(person)],
        ),
        Column("completed", _("Completed on"), "got_on", sort=("got_on", "last_name")),
    ]
    if item.is_programme:
        label = _("Modules completed, of %(all)s") % {"all": len(item.modules)}
        sort = ("modules", "last_name")
        columns.append(Column("modules", label, "modules", sort=sort, numeric=True))
    return columns


COLOURS = {
    "valid": "green",
    "revoked": "red",
    "lapsed": "orange",
    "begun": "blue",
    "never": "grey",
}


def _state(person: Any) -> str:
    if person.held:
        return "valid"
    if person.revoked_at:
        return "revoked"
    if person.got_on:
        return "lapsed"
    return "begun" if person.begun or person.modules else "never"


def _state_words(person: Any) -> str:
    """With the day, where it ended by the calendar, and what is to be done about it."""
    state = _state(person)
    if state == "lapsed" and person.until:
        said = _("Expired on %(day)s, to be renewed")
        return said % {"day": day_text(person.until)}
    words = {
        "valid": _("Completed"),
        "revoked": _("Revoked"),
        "lapsed": _("Expired, to be renewed"),
        "begun": _("Started"),
        "never": _("Not started"),
    }
    return words[state]


def qarks_of(towns: Sequence[Municipality]) -> list[Qark]:
    return sorted({town.qark for town in towns}, key=lambda qark: qark.name)


def qark_filter(qarks: Sequence[Qark]) -> CodeFilter:
    return CodeFilter(
        "qark",
        _("Qark"),
        [(qark.code, qark.name) for qark in qarks],
        lambda rows, code: [row for row in rows if row.qark.code == code],
    )


def target_filter(item: Counted | None) -> list[CodeFilter]:
    if item is None:
        return []
    percent = f"percent_{item.pk}"
    narrow = {
        "below": {f"{percent}__lt": TARGET},
        "reached": {f"{percent}__gte": TARGET},
        "empty": {"roster": 0},
    }
    return [
        CodeFilter(
            "target",
            _("Target"),
            [
                ("below", _("under %(target)s %%") % {"target": TARGET}),
                ("reached", _("%(target)s %% or more") % {"target": TARGET}),
                ("empty", _("no roster")),
            ],
            lambda rows, code: rows.filter(**narrow[code]),
        )
    ]
