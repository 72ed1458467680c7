"""Why a pupil is flagged, in words with the numbers. Never a score."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.dates import day_text


TIER = _("Missed %(absent)s of %(days)s recorded days (%(percent)s %%)")
SENTENCES: dict[str, Promise] = {
    "critical": TIER,
    "severe": TIER,
    "chronic": TIER,
    "vanished": _("Missing from the full roll of %(since)s"),
    "no_arrival": _(
        "Left on %(since)s; no new enrolment in %(days)s school days since"
    ),
    "never_arrived": _("Absent on all %(days)s recorded days since %(since)s"),
    "three_in_row": _("%(absent)s unexplained days in a row, last on %(last)s"),
    "five_in_twenty": _("Absent on %(absent)s of the last %(days)s recorded days"),
    "after_break": _(
        "Absent on both first days after the break that ended on %(since)s"
    ),
    "first_month": _("Absent on %(absent)s days in the first month, from %(since)s"),
    "part_days": _(
        "Missed some lessons on %(parts)s of the last %(days)s recorded days"
    ),
}


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """The sentence of one flag; dates as dd.mm.yyyy."""
    told = {name: _spoken(value) for name, value in facts.items()}
    if "absent" in facts and facts.get("days"):
        percent = round(facts["absent"] * 100 / facts["days"], 1)
        told["percent"] = str(localize(percent))
    text = str(SENTENCES[kind]) % told
    return text.replace(" %", "\u00a0%")  # a number keeps its sign on the line


def _spoken(value: Any) -> str:
    if isinstance(value, str):
        return day_text(dt.date.fromisoformat(value))
    return str(value)
