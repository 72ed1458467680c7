"""The watch-list: who is flagged and why, in words; and which registers are missing."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import today
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from schools.absence import TRIGGERS
from schools.actions.flags import NothingToDecide, dismiss_flags
from schools.crossing import crossed, week_before
from schools.forms.watch import DismissForm
from schools.models import AbsenceFlag, Pupil
from schools.models.flags import TIER_FLAGS, VANISHED
from schools.watch_list import WatchRow, untaken_counts, untaken_registers, watch_rows


if TYPE_CHECKING:
    from portal.models import User

Kind = AbsenceFlag.Kind


@require(Permission.WATCH_VIEW)
@require_safe
def watch(request: HttpRequest) -> HttpResponseBase:
    """Flagged pupils in reach; one event names all who are shown."""
    user = cast("User", request.user)
    rows = watch_rows(user, today())
    listing = Listing(
        request,
        rows,
        _columns(rows, may_dismiss=grants(user).has(Permission.FLAG_DISMISS)),
        name="watch",
        paper=("name", "class", "school"),
        label=_("Watch-list"),
        default_sort="why",
        filters=_filters(rows),
        counted=lambda n: ngettext(
            "%(count)s pupil to look at", "%(count)s pupils to look at", n
        ),
    )
    audit.record_view("watch.viewed", by=user, subjects=listing.uids("uid"))
    if listing.wants_file:
        return listing.response()
    untaken = untaken_counts(user, today())
    return render(
        request, "schools/watch.html", {"listing": listing, "untaken": untaken}
    )


@require(Permission.WATCH_VIEW)
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """Days in session up to today of which no register came, school by school."""
    found = untaken_registers(cast("User", request.user), today())
    return render(request, "schools/watch_registers.html", {"schools": found})


@require(Permission.FLAG_DISMISS)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def dismiss(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Set the flags of one pupil aside, with the reason."""
    user = cast("User", request.user)
    pupil = get_visible_or_404(
        Pupil.objects.select_related("class_group", "school"),
        user,
        Permission.FLAG_DISMISS,
        uid=uid,
    )
    flags = sorted(
        AbsenceFlag.objects.visible_to(user, Permission.FLAG_DISMISS).filter(
            pupil=pupil, standing=True, state=AbsenceFlag.State.NEW
        )
    )
    audit.record_view("watch.viewed", by=user, subjects=[pupil.uid])
    form = DismissForm(request.POST or None, flags=flags)
    if flags and form.is_valid():
        try:
            dismiss_flags(pupil=pupil, by=user, **form.cleaned_data)
        except NothingToDecide:
            messages.warning(request, gettext("Somebody has decided meanwhile."))
        else:
            messages.success(request, gettext("Set aside. The reason is kept."))
        return redirect("schools:watch")
    return render(
        request,
        "schools/watch_dismiss.html",
        {"form": form, "pupil": pupil, "flags": flags},
    )


def _columns(rows: list[WatchRow], *, may_dismiss: bool) -> list[Column]:
    columns = [
        Column(
            "name",
            _("Name"),
            lambda row: row.pupil.full_name(),
            sort="pupil.name_key",
            link=lambda row: reverse("schools:pupil", args=[row.uid]),
        ),
        Column("class", _("Class"), "class_name", sort="class_name"),
        Column(
            "why",
            _("Why"),
            lambda row: "; ".join(row.words),
            sort="weight",
            show=_sentences,
        ),
        Column("since", _("Since"), "since", sort="since"),
    ]
    if len({row.school.pk for row in rows}) > 1:
        columns.insert(2, Column("school", _("School"), "school.name"))
    if may_dismiss:
        columns.append(
            Column(
                "dismiss",
                _("Decide"),
                lambda _row: gettext("Dismiss with a reason"),
                link=lambda row: reverse("schools:watch_dismiss", args=[row.uid]),
                export=False,
            )
        )
    return columns


def _sentences(row: WatchRow) -> str:
    items = format_html_join("", "<li>{}</li>", ((words,) for words in row.words))
    return format_html_join("", '<ul class="govuk-list">{}</ul>', [(items,)])


def _filters(rows: list[WatchRow]) -> list[CodeFilter]:
    return [
        CodeFilter("school", _("School"), _schools(rows), _by_school),
        CodeFilter("class", _("Class"), _classes(rows), _by_class),
        CodeFilter("tier", _("Days missed"), _kinds(TIER_FLAGS), _by_kind),
        CodeFilter(
            "crossed", _("10 %"), [("week", _("crossed this week"))], _by_crossing
        ),
        CodeFilter("rule", _("Rule"), _kinds((*TRIGGERS, VANISHED)), _by_kind),
    ]


def _kinds(codes: Any) -> list[tuple[str, Any]]:
    return [(code, Kind(code).label) for code in codes]


def _schools(rows: list[WatchRow]) -> list[tuple[str, str]]:
    found = {str(row.school.uid): row.school.name for row in rows}
    return sorted(found.items(), key=lambda one: one[1])


def _classes(rows: list[WatchRow]) -> list[tuple[str, str]]:
    groups = (row.pupil.class_group for row in rows)
    found = {str(group.uid): group.name for group in groups if group}
    return sorted(found.items(), key=lambda one: one[1])


def _by_school(rows: list[WatchRow], code: str) -> list[WatchRow]:
    return [row for row in rows if str(row.school.uid) == code]


def _by_class(rows: list[WatchRow], code: str) -> list[WatchRow]:
    return [
        row
        for row in rows
        if row.pupil.class_group and str(row.pupil.class_group.uid) == code
    ]


def _by_crossing(rows: list[WatchRow], _code: str) -> list[WatchRow]:
    since = week_before(today())
    return [row for row in rows if any(crossed(flag, since) for flag in row.flags)]


def _by_kind(rows: list[WatchRow], code: str) -> list[WatchRow]:
    return [row for row in rows if code in row.kinds]
