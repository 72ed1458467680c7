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
    numbers, grades = _chosen(of, request.GET.get(BAND, ""))
    listing = Listing(
        request,
        rows,
        [
            Column("name", _place_word(nation=nation), "name", sort="name"),
            *(_columns(numbers) if of else []),
        ],
        name="lessons-in-class",
        label=_("Lessons in class by place"),
        counted=_municipalities if nation else _schools,
        filters=[
            *_band_filter(of),
            *([qark_filter(qarks_of(places))] if nation else []),
        ],
        default_sort="name",
        notes=[_("Lessons logged until %(on)s") % {"on": day_text(day)}, grades],
        per_page=61,
    )
    if listing.wants_file:
        return listing.response()
    context = {"listing": listing, "bands": of, "least": LEAST, "grades": grades}
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


def _chosen(of: Sequence[Band], asked: str) -> tuple[list[int], str]:
    """The bands that are counted, by their number, and how they are called."""
    found = [(n, band.title) for n, band in enumerate(of) if _code(band) == asked]
    if len(of) == 1 or found:
        number, title = found[0] if found else (0, of[0].title)
        return [number], title
    return list(range(len(of))), _("All grades")


def _columns(numbers: Sequence[int]) -> list[Column]:
    """What is asked for, what was taught, the share, the heads: never one alone."""

    def figure(take: Callable[[Figures], Any]) -> Callable[[Any], Any]:
        return lambda row: take(sum((row.lessons[n] for n in numbers), Figures()))

    shown = (
        ("required", _("Lessons due"), lambda one: one.required),
        ("taught", _("Taught"), lambda one: one.taught),
        ("percent", _("Percent"), _share),
        ("pupils", _("Pupils there"), _pupils),
    )
    return [
        Column(key, label, figure(take), numeric=True) for key, label, take in shown
    ]


def _share(one: Figures) -> Any:
    return _("no class") if one.percent is None else one.percent


def _pupils(one: Figures) -> Any:
    if one.hidden and not one.pupils:
        return _("fewer than %(least)s") % {"least": LEAST}
    return one.pupils
