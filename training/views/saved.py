"""The edition of a module that is kept on a phone: the words and pictures alone, with
nobody's name, token or progress in it. And the worker that answers without network."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access import public, require
from portal.permissions import Permission
from training.learner import Learner, learner_of
from training.models import Kind, LessonPage, ModulePage, ScenarioPage
from training.offline_keys import public_half
from training.outline import Node
from training.scenario_graph import Taken


WORKER = Path(__file__).resolve().parent.parent / "worker.js"


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker's script. Its address decides its reach: below /training/ only."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript")


@require(Permission.TRAINING_LEARN)
@require_safe
def saved_index(request: HttpRequest) -> HttpResponse:
    """What there is on this phone; the list itself is on the phone."""
    return _page(request, "training/saved/index.html", {"live": ""})


@require(Permission.TRAINING_LEARN)
@require_safe
def saved(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A module's contents, a lesson with all its steps, or a scenario with all scenes."""
    learner = learner_of(request)
    node = learner.node_of(uid, *EDITIONS)
    if learner.staff is None or node is None:
        raise Http404
    return EDITIONS[node.kind](request, learner, node)


def _module(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    page = ModulePage.objects.get(pk=node.page_id)
    parts = [
        {"node": child, "item": learner.standing.of(child)} for child in node.children
    ]
    context = {
        "page": page,
        "node": node,
        "live": node.address,
        "parts": [
            part | {"kept": part["item"] and part["node"].kind in EDITIONS}
            for part in parts
        ],
        "has_quiz": bool(node.quiz),
    }
    return _page(request, "training/saved/module.html", context)


def _lesson(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    module = node.parent
    if module is None:
        raise Http404
    page = LessonPage.objects.select_related("locale").get(pk=node.page_id)
    context = {
        "page": page,
        "node": node,
        "live": node.address,
        "item": learner.standing.of(node),
        "module": module,
        "module_item": learner.standing.of(module),
        "total": len(page.steps),
    }
    return _page(request, "training/saved/lesson.html", context)


def _scenario(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    """Every scene, and of every choice what the debrief says about it."""
    module = node.parent
    if module is None:
        raise Http404
    page = ScenarioPage.objects.select_related("locale").get(pk=node.page_id)
    scenes = page.graph.scenes
    context = {
        "page": page,
        "node": node,
        "live": node.address,
        "item": learner.standing.of(node),
        "module": module,
        "module_item": learner.standing.of(module),
        "scenes": scenes,
        "steps": [Taken(scene, choice) for scene in scenes for choice in scene.choices],
    }
    return _page(request, "training/saved/scenario.html", context)


EDITIONS: dict[Kind, Callable[[HttpRequest, Learner, Node], HttpResponse]] = {
    Kind.MODULE: _module,
    Kind.LESSON: _lesson,
    Kind.SCENARIO: _scenario,
}


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    owner = request.user.uid  # type: ignore[union-attr]
    given = {"owner": owner, "key": public_half(owner)}
    return render(request, template, given | context)
