"""Lessons in class by place: the nation by municipality, the others by school. All
grades together, or one band of them: the table stays as wide as it is."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import grants, require
from portal.clock import today
from portal.dates import day_text
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from portal.roles import PlaceKind
from schools import directory
from schools.models import Municipality
from schools.scoping import in_reach
from training.delivered import LEAST, Band, Figures, bands, with_lessons
from training.views.coverage_columns import qark_filter, qarks_of
from training.views.sessions import user_of


COUNTS = Permission.COVERAGE_COUNTS
BAND = "band"


@require(COUNTS)
@require_safe
def coverage_lessons(request: HttpRequest) -> HttpResponseBase:
    of, day, user = bands(get_language() or ""), today(), user_of(request)
    nation = bool(grants(user).place_ids(COUNTS, PlaceKind.NATION))
    if nation:
        places: Any = list(Municipality.objects.select_related("qark").order_by("name"))
        rows = with_lessons(places, "school__municipality", of, day)
    else:
        places = directory.schools_for(user, COUNTS).order_by("name", "pk")
        rows = with_lessons(places, "school", of, day, reach=in_reach(user, COUNTS))
    listing = Listing(
        request,
        rows,
        [
            Column("name", _place_word(nation=nation), "name", sort="name"),
            *_columns(of, request.GET.get(BAND, "")),
        ],
        name="lessons-in-class",
        label=_("Lessons in class by place"),
        counted=_municipalities if nation else _schools,
        filters=[
            *_band_filter(of),
            *([qark_filter(qarks_of(places))] if nation else []),
        ],
        default_sort="name",
        notes=[_("Lessons logged until %(on)s") % {"on": day_text(day)}],
        per_page=61,
    )
    if listing.wants_file:
        return listing.response()
    context = {"listing": listing, "bands": of, "least": LEAST, "day": day}
    return render(request, "training/deliveries/coverage.html", context)


def _place_word(*, nation: bool) -> str:
    return _("Municipality") if nation else _("School")


def _municipalities(n: int) -> str:
    return ngettext("%(count)s municipality", "%(count)s municipalities", n)


def _schools(n: int) -> str:
    return ngettext("%(count)s school", "%(count)s schools", n)


def _band_filter(of: Sequence[Band]) -> list[CodeFilter]:
    """The choice of what is counted; it narrows no row."""
    choices = [(_code(band), band.title) for band in of]
    every = _("All grades")
    one = CodeFilter(BAND, _("Grades"), choices, lambda rows, _code: rows, blank=every)
    return [one] if len(of) > 1 else []


def _code(band: Band) -> str:
    return f"{band.grades.start}-{band.grades.stop - 1}"


def _columns(of: Sequence[Band], asked: str) -> list[Column]:
    """What is asked for, what was taught, the share, the heads: never one alone."""
    if not of:
        return []
    numbers = [n for n, band in enumerate(of) if len(of) == 1 or _code(band) == asked]
    title = of[numbers[0]].title if numbers else _("All grades")
    numbers = numbers or list(range(len(of)))

    def figure(take: Callable[[Figures], Any]) -> Callable[[Any], Any]:
        return lambda row: take(sum((row.lessons[n] for n in numbers), Figures()))

    said = {"band": title}
    shown = (
        ("required", _("%(band)s: lessons due"), lambda one: one.required),
        ("taught", _("%(band)s: taught"), lambda one: one.taught),
        ("percent", _("%(band)s: percent"), _share),
        ("pupils", _("%(band)s: pupils there"), _pupils),
    )
    return [
        Column(key, label % said, figure(take), numeric=True)
        for key, label, take in shown
    ]


def _share(one: Figures) -> Any:
    return _("no class") if one.percent is None else one.percent


def _pupils(one: Figures) -> Any:
    if one.hidden and not one.pupils:
        return _("fewer than %(least)s") % {"least": LEAST}
    return one.pupils
