"""The curriculum's screens: its first page, a grade band, a unit, a lesson in class,
guidance. What a teacher needs before and in the lesson; nothing is recorded here."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.access import grants, require, signed_in
from portal.permissions import Permission
from training.curriculum import Entry, find, read_curriculum
from training.models import (
    ClassLessonPage,
    GuidancePage,
    Kind,
    LearningItem,
    LessonDelivery,
    UnitPage,
)
from training.views.sessions import user_of


LATEST = 8  # own entries that a lesson shows


@require(Permission.TRAINING_LEARN)
@require_safe
def curriculum(request: HttpRequest) -> HttpResponse:
    return _index(request, read_curriculum(get_language() or ""))


@signed_in
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the curriculum, in the reader's language where it is translated."""
    entry = find(read_curriculum(get_language() or ""), f"/{path}")
    if entry is None:
        raise Http404
    if entry.address != request.path:
        return redirect(entry.address)
    return PAGES[entry.kind](request, entry)


def _index(request: HttpRequest, entry: Entry | None) -> HttpResponse:
    logs = grants(user_of(request)).has(Permission.LESSON_LOG)
    return render(request, "training/curriculum.html", {"entry": entry, "logs": logs})


def _band(request: HttpRequest, entry: Entry) -> HttpResponse:
    return render(request, "training/grade_band_page.html", {"entry": entry})


def _unit(request: HttpRequest, entry: Entry) -> HttpResponse:
    page = UnitPage.objects.select_related("locale").get(pk=entry.page_id)
    context = _parts(request, page) | {"entry": entry}
    return render(request, "training/unit_page.html", context)


def _lesson(request: HttpRequest, entry: Entry) -> HttpResponse:
    page = ClassLessonPage.objects.select_related("locale").get(pk=entry.page_id)
    unit = entry.parent
    lessons = unit.children if unit else [entry]
    place = lessons.index(entry)
    context = _parts(request, page) | {
        "entry": entry,
        "unit": unit,
        "number": place + 1,
        "total": len(lessons),
        "previous": lessons[place - 1] if place else None,
        "next": lessons[place + 1] if place + 1 < len(lessons) else None,
        "taught": _taught(request, entry),
    }
    return render(request, "training/class_lesson_page.html", context)


def _taught(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """For those who log lessons: the lesson's item, and where they have taught it."""
    user = user_of(request)
    if not grants(user).has(Permission.LESSON_LOG):
        return None
    item = LearningItem.objects.filter(
        kind=Kind.CLASS_LESSON, translation_key=entry.key
    ).first()
    if item is None:
        return None
    rows = LessonDelivery.objects.visible_to(user, Permission.LESSON_LOG).standing()
    rows = rows.filter(item=item).select_related("class_group")
    return {"item": item, "rows": rows.order_by("-taught_on", "-pk")[:LATEST]}


def _guidance(request: HttpRequest, entry: Entry) -> HttpResponse:
    page = GuidancePage.objects.select_related("locale").get(pk=entry.page_id)
    context = {"entry": entry, "page": page}
    return render(request, "training/guidance_page.html", context)


PAGES: dict[str, Callable[[HttpRequest, Entry], HttpResponse]] = {
    "index": _index,
    "band": _band,
    "unit": _unit,
    "lesson": _lesson,
    "guidance": _guidance,
}


def _parts(request: HttpRequest, page: Any) -> dict[str, Any]:
    """The page and the part of it that is asked for; an unknown one is the first."""
    asked = request.GET.get("part", "")
    return {"page": page, **page.parts_context(asked)}
