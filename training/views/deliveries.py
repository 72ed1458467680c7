"""The log of lessons taught: two taps from a lesson, a list, and the way back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import get_visible_or_404, require
from portal.clock import now, today
from portal.dates import day_text
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from schools import directory
from training.actions.deliveries import (
    OtherNumber,
    Where,
    log_delivery,
    take_back,
)
from training.caution_words import caution_sentences
from training.curriculum import Entry, read_curriculum
from training.forms.deliveries import ClassLessonForm, EventForm
from training.models import Kind, LearningItem, LessonDelivery
from training.teaching_places import GRADES, TeachingPlaces
from training.views.sessions import user_of


LOG = Permission.LESSON_LOG
Audience = LessonDelivery.Audience


@require(LOG)
@require_safe
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """What this person taught and held; each line can be taken back."""
    rows = (
        LessonDelivery.objects.visible_to(user_of(request), LOG)
        .standing()
        .select_related("item", "school", "class_group")
    )
    listing = Listing(
        request,
        rows,
        [
            Column(
                "when", _("When"), lambda row: day_text(row.taught_on), sort="taught_on"
            ),
            Column("what", _("What"), _what),
            Column("where", _("Class"), "where"),
            Column("school", _("School"), "school.name", sort="school__name"),
            Column("present", _("Were there"), "present", sort="present", numeric=True),
            Column(
                "undo", _("Undo"), lambda _row: _("Take back"), link=_back, export=False
            ),
        ],
        name="my-lessons",
        label=_("My lessons"),
        counted=lambda n: ngettext("%(count)s entry", "%(count)s entries", n),
        filters=[
            CodeFilter(
                "show",
                _("Show"),
                list(Audience.choices),
                lambda rows, code: rows.filter(audience=code),
                "radios",
            )
        ],
        default_sort="-when",
    )
    if listing.wants_file:
        return listing.response()
    return render(request, "training/deliveries/mine.html", {"listing": listing})


@require(LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def delivery_class(request: HttpRequest, uid: UUID) -> HttpResponse:
    """ "I have taught this": class, day and heads are filled in."""
    user = user_of(request)
    item = LearningItem.objects.filter(uid=uid, kind=Kind.CLASS_LESSON).first()
    entry = _entry(item) if item else None
    if item is None or entry is None:
        raise Http404
    grades, places = _grades(entry), TeachingPlaces(user)
    form = ClassLessonForm(
        request.POST or None,
        day=today(),
        places=places.choices(grades),
        initial=_usual(user, places.first(grades)),
    )
    if request.method == "POST" and form.is_valid():
        where = places.places[form.cleaned_data["where"]]
        try:
            _keep(request, Audience.CLASS, item, where, form.cleaned_data)
        except OtherNumber as problem:
            form.add_error("present", _already(problem.row))
        else:
            return redirect("training:deliveries")
    context = {
        "form": form,
        "entry": entry,
        "cautions": caution_sentences(places.schools, today()),
    }
    return render(request, "training/deliveries/class.html", context)


@require(LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def delivery_event(request: HttpRequest) -> HttpResponse:
    """A parents' evening, a campaign, something else."""
    schools = list(directory.schools_for(user_of(request), LOG).order_by("name", "pk"))
    units = {str(item.uid): item for item in _units()}
    form = EventForm(
        request.POST or None,
        day=today(),
        units=[(uid, item.title) for uid, item in units.items()],
        schools=[(str(school.uid), school.name) for school in schools],
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        school = next(one for one in schools if str(one.uid) == data["school"])
        _keep(request, data["audience"], units.get(data["unit"]), Where(school), data)
        return redirect("training:deliveries")
    return render(request, "training/deliveries/event.html", {"form": form})


@require(LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def delivery_take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Asks once; the entry and its correction both stay in the log."""
    user = user_of(request)
    rows = LessonDelivery.objects.select_related("item", "class_group", "school")
    row = get_visible_or_404(rows, user, LOG, uid=uid, is_void=False)
    if request.method == "POST":
        take_back(delivery=row, at=now(), by=user)
        messages.success(request, _("The entry is taken back."))
        return redirect("training:deliveries")
    return render(request, "training/deliveries/take_back.html", {"row": row})


def _keep(
    request: HttpRequest,
    audience: str,
    item: LearningItem | None,
    where: Where,
    data: Mapping[str, Any],
) -> None:
    user = user_of(request)
    staff = directory.staff_of(user)
    if staff is None:
        raise Http404
    log_delivery(
        audience=audience,
        item=item,
        where=where,
        taught_on=data["taught_on"],
        present=data["present"],
        staff=staff,
        at=now(),
        on=today(),
        by=user,
    )
    messages.success(request, _("It is in your list. Thank you."))


def _already(row: LessonDelivery) -> str:
    if row.present is None:
        return _(
            "This lesson is in your list without a number. Take that entry back there,"
            " then keep this one."
        )
    said = _(
        "This lesson is in your list with %(n)s pupils. If that is wrong, take that"
        " entry back there, then keep this one."
    )
    return said % {"n": row.present}


def _entry(item: LearningItem) -> Entry | None:
    """The lesson's place in the published curriculum; None once withdrawn."""
    index = read_curriculum(get_language() or "")
    entries = index.walk() if index else iter(())
    key = item.translation_key
    return next((one for one in entries if one.key == key), None)


def _grades(entry: Entry) -> range:
    """Of the band that the lesson stands in."""
    band = entry.parent.parent if entry.parent else None
    if band is None or band.grades is None:
        return GRADES
    return range(band.grades[0], band.grades[1] + 1)


def _usual(user: Any, code: str) -> dict[str, Any]:
    """The class to fill in, with the heads of its last lesson."""
    if not code:
        return {}
    last = LessonDelivery.objects.visible_to(user, LOG).standing()
    heads = last.filter(class_group__uid=code).order_by("-taught_on", "-pk")
    return {"where": code, "present": heads.values_list("present", flat=True).first()}


def _units() -> Any:
    return LearningItem.objects.filter(kind=Kind.UNIT, retired_at=None).order_by("pk")


def _what(row: LessonDelivery) -> str:
    said = row.get_audience_display()
    if row.item is None:
        return said
    return (
        row.item.title
        if row.audience == Audience.CLASS
        else f"{said}: {row.item.title}"
    )


def _back(row: LessonDelivery) -> str:
    return reverse("training:delivery_take_back", args=[row.uid])
