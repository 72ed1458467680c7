"""The learner's screens: my training, a programme, a module."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import grants, require, signed_in
from portal.clock import today
from portal.permissions import Permission
from training.learner import Learner, learner_of
from training.models import Kind, ModulePage
from training.outline import Node
from training.own_awards import own_award
from training.refreshing import offers
from training.safety import cards, updated_since
from training.standing import (
    ModuleStanding,
    Standing,
    go_on,
    module_standing,
    needed_by,
    next_step,
    quiz_url,
)
from training.views.lessons import lesson_page
from training.views.scenarios import scenario_page
from training.withdrawn import withdrawn


@require(Permission.TRAINING_LEARN)
@require_safe
def my_training(request: HttpRequest) -> HttpResponse:
    learner, roles = learner_of(request), grants(request.user).roles
    needed = needed_by(learner.outline, roles)
    programmes = [
        _programme(node, learner.standing) for node in learner.outline.programmes
    ]
    own = [entry for entry in programmes if _concerns(entry, needed)]
    return render(
        request,
        "training/my_training.html",
        {
            "programmes": own,
            "others": [entry["node"] for entry in programmes if entry not in own],
            "withdrawn": withdrawn(learner.staff, learner.outline),
            "staff": learner.staff,
            "safety": _safety(request, learner),
            "refreshers": {
                "offers": offers(learner.outline, learner.standing, today())
            },
            "next_step": next_step(learner.outline, learner.standing, roles),
        },
    )


def _concerns(entry: dict[str, Any], needed: list[Node]) -> bool:
    """Whether the reader needs a module of the programme, has begun one, or holds the
    award, whatever was moved out of it since."""
    modules = [one["standing"] for one in entry["modules"]]
    return bool(entry["award"]) or any(
        one.started or (one.item and one.item.completed_on) or one.module in needed
        for one in modules
    )


def _safety(request: HttpRequest, learner: Learner) -> dict[str, Any]:
    found = cards(request.user, learner.outline, learner.standing)  # type: ignore[arg-type]
    return {"cards": found}


@signed_in
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the CMS, in the reader's language where it is translated."""
    learner = learner_of(request)
    node = learner.outline.by_address.get(f"/{path}")
    if node is None:
        raise Http404
    if node.address != request.path:
        asked = request.META["QUERY_STRING"]
        return redirect(f"{node.address}?{asked}" if asked else node.address)
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
        "updated": _updated(node, learner.standing),
        "programme": node.parent,
    }
    return render(request, "training/module_page.html", context)


PAGES: dict[Kind, Callable[[HttpRequest, Learner, Node], HttpResponse]] = {
    Kind.PROGRAMME: _programme_page,
    Kind.MODULE: _module_page,
    Kind.LESSON: lesson_page,
    Kind.SCENARIO: scenario_page,
}


def _programme(node: Node, standing: Standing) -> dict[str, Any]:
    modules = [module_standing(module, standing) for module in node.children]
    return {
        "node": node,
        "item": standing.of(node),
        "award": own_award(node, standing),
        "modules": [{"standing": one, "url": go_on(one)} for one in modules],
    }


def _updated(module: Node, standing: Standing) -> bool:
    """Whether the module, or a part of it, has other words than who completed it read."""
    item = standing.of(module)
    at = item.first_completed_at if item else None
    return any(updated_since(standing.of(node), at) for node in module.walk())


def _tasks(standing: ModuleStanding) -> list[dict[str, Any]]:
    words = {"done": _("Done"), "opened": _("Started"), "new": _("Not started")}
    colours = {"done": "green", "opened": "blue", "new": ""}
    tasks = [
        {
            "title": node.title,
            "url": node.address,
            "hint": _hint(node, state, standing.left),
            "status": words[state],
            "colour": colours[state],
        }
        for node, state in standing.lessons
    ]
    return [*_before(standing), *tasks, *_quiz_task(standing), *_after(standing)]


def _before(standing: ModuleStanding) -> list[dict[str, Any]]:
    """The test before the module, while it may still be taken or once it was."""
    begun = any(state == "done" for _node, state in standing.lessons)
    begun = begun or standing.attended
    if standing.pre is None or (begun and not standing.pre.taken):
        return []
    return [_test(_("What do you know already? (you may skip this)"), standing.pre)]


def _after(standing: ModuleStanding) -> list[dict[str, Any]]:
    if standing.post is None or not standing.quiz_open:
        return []
    return [_test(_("What have you gained?"), standing.post)]


def _test(title: str, item: Any) -> dict[str, Any]:
    return {
        "title": title,
        "url": reverse("training:quiz_start", args=[item.uid]),
        "hint": _("A few questions, no pass or fail"),
        "status": _("Done") if item.taken else _("Not started"),
        "colour": "green" if item.taken else "",
    }


def _hint(node: Node, state: str, left: Mapping[UUID, int]) -> str:
    if node.kind == Kind.SCENARIO:
        return _("practice, %(minutes)s minutes") % {"minutes": node.minutes}
    if state != "opened" or node.key not in left:
        return _("%(minutes)s minutes") % {"minutes": node.minutes}
    return _("about %(minutes)s minutes left") % {"minutes": left[node.key]}


def _quiz_task(standing: ModuleStanding) -> list[dict[str, Any]]:
    if standing.quiz is None:
        return []
    open_now = standing.quiz_open or standing.complete
    waiting = _("Not started") if open_now else _("Opens when every part is done")
    return [
        {
            "title": _("Quiz"),
            "url": quiz_url(standing) if open_now else "",
            "status": _("Passed") if standing.passed else waiting,
            "colour": "green" if standing.passed else "",
        }
    ]
