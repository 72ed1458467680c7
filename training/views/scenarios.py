"""A scenario, one scene a page: begin, choose, and the debrief at the end."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.access import get_visible_or_404, require
from portal.clock import now
from portal.permissions import Permission
from training.actions.scenarios import NotAChoice, choose, start_run
from training.learner import Learner, learner_of, settle_for
from training.models import Kind, ScenarioPage, ScenarioRun
from training.outline import Node
from training.own_awards import own_award
from training.scenario_graph import LEADING, UNSAFE, Taken
from training.standing import go_on, module_standing


def scenario_page(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    """The scene where the reader stands, or what the scenario is about."""
    item = learner.standing.of(node)
    if item is None or node.parent is None:
        raise Http404
    page = _page(node)
    run = _open_run(learner, item)
    taken, scene = page.graph.walk(run.path) if run else ([], None)
    if scene and scene.is_end:  # rewritten under an open run: begin anew
        taken, scene = [], None
    context = {
        "page": page,
        "node": node,
        "item": item,
        "module": node.parent,
        "run": run,
        "scene": scene,
        "number": len(taken) + 1,
        "last": taken[-1] if taken else None,
        "done": _last_done(learner, item),
        "staff": learner.staff,
    }
    return render(request, "training/scenario_page.html", context)


@require(Permission.TRAINING_LEARN)
@require_POST
def scenario_start(request: HttpRequest, uid: UUID) -> HttpResponse:
    learner, node = _find(request, uid)
    start_run(
        staff=learner.staff,  # type: ignore[arg-type]
        item=learner.standing.of(node),
        at=now(),
        by=request.user,  # type: ignore[arg-type]
    )
    return redirect(node.address)


@require(Permission.TRAINING_LEARN)
@require_POST
def scenario_choose(request: HttpRequest, uid: UUID) -> HttpResponse:
    run = get_visible_or_404(
        ScenarioRun,
        request.user,  # type: ignore[arg-type]
        Permission.TRAINING_LEARN,
        uid=uid,
    )
    learner, node = _find(request, run.item.uid)
    try:
        with transaction.atomic():
            run = choose(
                run=run,
                graph=_page(node).graph,
                scene=request.POST.get("scene", ""),
                choice=request.POST.get("choice", ""),
                at=now(),
                by=request.user,  # type: ignore[arg-type]
            )
            if run.end and node.parent:
                settle_for(request, learner, node)
    except NotAChoice:
        return redirect(node.address)
    return (
        redirect("training:scenario_debrief", run.uid)
        if run.end
        else (redirect(node.address))
    )


@require(Permission.TRAINING_LEARN)
@require_safe
def scenario_debrief(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was chosen, what followed, and what would have been better."""
    run = get_visible_or_404(
        ScenarioRun.objects.select_related("item").exclude(end=""),
        request.user,  # type: ignore[arg-type]
        Permission.TRAINING_LEARN,
        uid=uid,
    )
    learner, node = _find(request, run.item.uid)
    page = _page(node)
    taken, end = page.graph.walk(run.path)
    standing = module_standing(node.parent, learner.standing)  # type: ignore[arg-type]
    context = {
        "page": page,
        "node": node,
        "module": node.parent,
        "item": run.item,
        "end": end if end.is_end else None,
        "taken": taken,
        "leading": _marked(taken, LEADING),
        "unsafe": _marked(taken, UNSAFE),
        "standing": standing,
        "go_on": go_on(standing),
        "renewal": _renewal(learner, node.parent),
    }
    return render(request, "training/scenario_debrief.html", context)


def _renewal(learner: Learner, module: Node | None) -> str:
    """Where the renewal goes on that a scenario belongs to, while it is open."""
    award = (
        own_award(module.parent, learner.standing) if module and module.parent else None
    )
    if award is None or not award.renew_now or not award.programme.refresher:
        return ""
    return reverse("training:renewal", args=[award.item.uid])


def _marked(taken: list[Taken], mark: str) -> list[Taken]:
    return [step for step in taken if step.choice.mark == mark]


def _page(node: Node) -> ScenarioPage:
    page: ScenarioPage = ScenarioPage.objects.select_related("locale").get(
        pk=node.page_id
    )
    return page


def _open_run(learner: Learner, item: Any) -> ScenarioRun | None:
    found: ScenarioRun | None = ScenarioRun.objects.filter(
        staff=learner.staff, item=item, closed_at=None
    ).first()
    return found


def _last_done(learner: Learner, item: Any) -> ScenarioRun | None:
    done = ScenarioRun.objects.filter(staff=learner.staff, item=item).exclude(end="")
    found: ScenarioRun | None = done.order_by("-closed_at").first()
    return found


def _find(request: HttpRequest, uid: UUID) -> tuple[Learner, Node]:
    """The scenario of that item, for a reader who is on the staff."""
    learner = learner_of(request)
    node = learner.node_of(uid, Kind.SCENARIO)
    if node is None or learner.staff is None:
        raise Http404
    return learner, node
