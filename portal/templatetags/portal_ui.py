"""What pages load: `{% load portal_ui %}`. Dates, clocks, lists, charts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portal import charts, maps
from portal.dates import day_text
from portal.form_rendering import PortalBoundField


register = template.Library()
HOUR = 3600
HOURS_A_DAY = 24
SOON_HOURS = 24


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """22.11.2026; nothing for no date. A moment is taken in Tirana's time."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime):
        value = _local(value).date()
    return day_text(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """22.11.2026, 14:05, in Tirana's time; nothing for no moment."""
    if value is None or value == "":
        return ""
    here = _local(value)
    return f"{day_text(here.date())}, {here:%H:%M}"


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def hours_left(due: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """ "6 hours left", "3 days late": in hours up to two days, then in days."""
    if due is None or due == "":
        return ""
    seconds = (due - (now or timezone.now())).total_seconds()
    hours = int(abs(seconds) // HOUR)
    if hours < 1:
        return _under_an_hour(seconds)
    if hours < 2 * HOURS_A_DAY:
        return _in_hours(hours, late=seconds < 0)
    return _in_days(hours // HOURS_A_DAY, late=seconds < 0)


def _under_an_hour(seconds: float) -> str:
    if seconds < 0:
        return gettext("less than an hour late")
    return gettext("less than an hour left")


def _in_hours(count: int, *, late: bool) -> str:
    if late:
        text = ngettext("%(count)s hour late", "%(count)s hours late", count)
    else:
        text = ngettext("%(count)s hour left", "%(count)s hours left", count)
    return text % {"count": count}


def _in_days(count: int, *, late: bool) -> str:
    if late:
        text = ngettext("%(count)s day late", "%(count)s days late", count)
    else:
        text = ngettext("%(count)s day left", "%(count)s days left", count)
    return text % {"count": count}


@register.filter
def clock_state(due: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """late, soon or calm: the colour word of a clock."""
    if due is None or due == "":
        return "calm"
    hours = (due - (now or timezone.now())).total_seconds() / HOUR
    if hours < 0:
        return "late"
    return "soon" if hours < SOON_HOURS else "calm"


@register.filter
def shown(value: Any) -> Any:
    """A cell's value on the screen: dates our way, nothing as a dash."""
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float):
        return number_format(value, decimal_pos=1)
    return "–" if value in (None, "") else value


@register.filter
def tel(number: str) -> str:
    """`tel:116111` for "116 111"."""
    return "tel:" + "".join(c for c in str(number) if c.isdigit() or c == "+")


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """`{{ row|get:column.key }}`: a value by a key that is a variable."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def percent(part: float | None) -> str:
    """0.496 -> "49.6 %", with a comma in Albanian; never rounded over a target."""
    return "" if part is None else charts.figure_text(100 * part, "%")


@register.simple_tag
def safety_contacts() -> list[dict[str, Any]]:
    """The numbers to call, from the settings."""
    return list(settings.SAFETY_CONTACTS)


@register.simple_tag
def exit_url() -> str:
    """Where "leave this page" goes: a page nobody asks about."""
    return str(getattr(settings, "SAFETY_EXIT_URL", "https://sq.wikipedia.org/"))


@register.simple_tag(takes_context=True)
def url_with(context: Mapping[str, Any], **changes: Any) -> str:
    """This page's query with some keys replaced; an empty value drops the key.

    `{% url_with page=2 %}` -> `?kind=open&page=2`. Always starts with `?`.
    """
    query: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


@register.inclusion_tag("_components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """The box on top that names every error and leads to its field."""
    lines = [line for form in forms if form for line in _errors_of(form)]
    return {"lines": lines}


def _errors_of(form: BaseForm) -> list[dict[str, str]]:
    if not form.is_bound:
        return []
    lines = []
    for name, errors in form.errors.items():
        target = "" if name == NON_FIELD_ERRORS else _target(form, name)
        lines += [{"text": str(error), "target": target} for error in errors]
    return lines


def _target(form: BaseForm, name: str) -> str:
    field = form[name]
    if field.is_hidden:
        return ""
    if isinstance(field, PortalBoundField):
        return field.error_target
    return str(field.id_for_label or field.auto_id)


@register.simple_tag
def bar_chart(
    rows: Sequence[Any], caption: str, unit: str = "%", **options: Any
) -> SafeString:
    """`portal.charts.bar_chart` in a page."""
    return charts.bar_chart(rows, caption=caption, unit=unit, **options)


@register.simple_tag
def sparkline(values: Sequence[float | None], label: str) -> SafeString:
    """`portal.charts.sparkline` in a page."""
    return charts.sparkline(values, label=label)


@register.simple_tag
def tile_map(rows: Sequence[Any], caption: str, **options: Any) -> SafeString:
    """`portal.maps.tile_map` in a page: one tile a municipality."""
    return maps.tile_map(rows, caption=caption, **options)


@register.simple_tag
def qark_map(rows: Sequence[Any], caption: str, **options: Any) -> SafeString:
    """`portal.maps.qark_map` in a page: the shapes of the twelve qarks."""
    return maps.qark_map(rows, caption=caption, **options)
