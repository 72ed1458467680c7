"""What pages load: `{% load portal_ui %}`. Dates, clocks, lists, charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal import charts, maps
from portal.filter_html import choices_html
from portal.form_rendering import PortalBoundField
from portal.hooks import ConcernDoor, registered
from portal.listing import Listing
from portal.listing_html import rows_html, shown
from portal.listing_state import Asked
from portal.time_words import clock_state, day, hours_left, moment


register = template.Library()


for word in (day, moment, hours_left, clock_state, shown):
    register.filter(word.__name__, word)


@register.simple_tag
def listing_rows(listing: Listing) -> SafeString:
    """The rows of a list's page."""
    return rows_html(listing.lines)


@register.simple_tag
def listing_choices(one: Asked) -> SafeString:
    """A filter with a few answers, all of them in sight."""
    return choices_html(one)


@register.simple_tag
def navigation_list(items: Sequence[Mapping[str, Any]]) -> SafeString:
    """Where one can go, drawn once for both of its places."""
    here = mark_safe(' aria-current="page"')
    rows = ((i["url"], here if i["current"] else "", i["label"]) for i in items)
    link = '<li><a class="app-nav__link" href="{}"{}>{}</a></li>'
    return format_html(
        '<ul class="app-nav__list">{}</ul>', format_html_join("", link, rows)
    )


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
def concern_url() -> str:
    """Where a concern is passed on, as the floor that has concerns says."""
    return next((reverse(one.url_name) for one in registered(ConcernDoor)), "")


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
