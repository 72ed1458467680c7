"""The learner's screens: my training, a programme, a module, a lesson."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.access import require, signed_in
from portal.clock import now, today
from portal.permissions import Permission
from schools import directory
from schools.models import StaffMember
from training.actions.completing import settle
from training.actions.progress import NotOpened, finish_lesson, open_lesson
from training.models import Kind, LessonPage, ModulePage
from training.needs import module_needs, programme_needs
from training.outline import Node, Outline, read_outline
from training.standing import (
    ModuleStanding,
    Standing,
    go_on,
    module_standing,
    next_step,
    quiz_url,
    standing_of,
)


@dataclass(frozen=True)
class Learner:
    """The reader, what there is to learn, and how far they are: three queries."""

    staff: StaffMember | None
    outline: Outline
    standing: Standing


def learner_of(request: HttpRequest) -> Learner:
    outline = read_outline(get_language() or "")
    staff = directory.staff_of(request.user)  # type: ignore[arg-type]
    return Learner(staff, outline, standing_of(staff, outline))


@require(Permission.TRAINING_LEARN)
@require_safe
def my_training(request: HttpRequest) -> HttpResponse:
    learner = learner_of(request)
    programmes = [
        _programme(node, learner.standing) for node in learner.outline.programmes
    ]
    return render(
        request,
        "training/my_training.html",
        {
            "programmes": programmes,
            "staff": learner.staff,
            "next_step": next_step(learner.outline, learner.standing),
        },
    )


@signed_in
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the CMS, in the reader's language where it is translated."""
    learner = learner_of(request)
    node = learner.outline.by_address.get(f"/{path}")
    if node is None:
        raise Http404
    if node.address != request.path:
        return redirect(node.address)
    return PAGES[node.kind](request, learner, node)


def _programme_page(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    context = {"entry": _programme(node, learner.standing), "staff": learner.staff}
    return render(request, "training/programme_page.html", context)


def _module_page(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    standing = module_standing(node, learner.standing)
    context = {
        "page": ModulePage.objects.get(pk=node.page_id),
        "node": node,
        "standing": standing,
        "tasks": _tasks(standing),
        "staff": learner.staff,
        "programme": node.parent,
    }
    return render(request, "training/module_page.html", context)


def _lesson_page(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    item = learner.standing.of(node)
    module = node.parent
    if item is None or module is None:
        raise Http404
    if learner.staff and not item.opened_at:
        open_lesson(staff=learner.staff, item=item, at=now(), by=request.user)  # type: ignore[arg-type]
    lessons = module.children
    place = lessons.index(node)
    context = {
        "page": LessonPage.objects.select_related("locale").get(pk=node.page_id),
        "node": node,
        "item": item,
        "module": module,
        "number": place + 1,
        "total": len(lessons),
        "previous": lessons[place - 1] if place else None,
        "next": lessons[place + 1] if place + 1 < len(lessons) else None,
        "staff": learner.staff,
    }
    return render(request, "training/lesson_page.html", context)


PAGES: dict[Kind, Callable[[HttpRequest, Learner, Node], HttpResponse]] = {
    Kind.PROGRAMME: _programme_page,
    Kind.MODULE: _module_page,
    Kind.LESSON: _lesson_page,
}


@require(Permission.TRAINING_LEARN)
@require_POST
def lesson_finish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """ "I have done this": on to what comes next."""
    learner = learner_of(request)
    node = lesson_by_uid(learner, uid)
    if learner.staff is None or node is None or node.parent is None:
        raise Http404
    try:
        with transaction.atomic():
            finish_lesson(
                staff=learner.staff,
                item=learner.standing.of(node),
                at=now(),
                by=request.user,  # type: ignore[arg-type]
            )
            settle_for(request, learner, node.parent)
    except NotOpened:
        messages.error(request, _("Open the lesson first, then mark it as done."))
        return redirect(node.address)
    messages.success(request, _("Lesson done: %(title)s.") % {"title": node.title})
    after = learner_of(request)
    return redirect(go_on(module_standing(node.parent, after.standing)))


def settle_for(request: HttpRequest, learner: Learner, module: Node) -> Any:
    return settle(
        staff=learner.staff,  # type: ignore[arg-type]
        module=module_needs(module, learner.standing),
        programme=programme_needs(module, learner.standing),
        at=now(),
        on=today(),
        by=request.user,  # type: ignore[arg-type]
    )


def lesson_by_uid(learner: Learner, uid: UUID) -> Node | None:
    for node in learner.outline.nodes:
        item = learner.standing.of(node)
        if node.kind == Kind.LESSON and item and item.uid == uid:
            return node
    return None


def _programme(node: Node, standing: Standing) -> dict[str, Any]:
    modules = [module_standing(module, standing) for module in node.children]
    return {
        "node": node,
        "item": standing.of(node),
        "modules": [{"standing": one, "url": go_on(one)} for one in modules],
    }


def _tasks(standing: ModuleStanding) -> list[dict[str, Any]]:
    words = {"done": _("Done"), "opened": _("Started"), "new": _("Not started")}
    colours = {"done": "green", "opened": "blue", "new": ""}
    tasks = [
        {
            "title": node.title,
            "url": node.address,
            "hint": _("%(minutes)s minutes") % {"minutes": node.minutes},
            "status": words[state],
            "colour": colours[state],
        }
        for node, state in standing.lessons
    ]
    return [*tasks, *_quiz_task(standing)]


def _quiz_task(standing: ModuleStanding) -> list[dict[str, Any]]:
    if standing.quiz is None:
        return []
    passed = standing.quiz.passed
    open_now = standing.quiz_open or standing.complete
    waiting = _("Not started") if open_now else _("Opens when every lesson is done")
    return [
        {
            "title": _("Quiz"),
            "url": quiz_url(standing) if open_now else "",
            "status": _("Passed") if passed else waiting,
            "colour": "green" if passed else "",
        }
    ]
