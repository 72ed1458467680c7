"""Where a phone sends what was done without network, one answer at a time."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal import audit
from portal.access import require
from portal.clock import now
from portal.permissions import Permission
from training.actions.offline import finish_offline, play_offline
from training.actions.progress import NotOpened, NotPublished, NotReadToTheEnd
from training.actions.scenarios import NotAChoice, NotYours
from training.forms.offline import OfflineAnswerForm
from training.learner import Learner, learner_of, settle_for
from training.models import Kind, LessonPage, ScenarioPage
from training.offline_keys import private_half
from training.outline import Node
from training.step_words import unread
from training.steps import Course


REFUSED = (NotOpened, NotReadToTheEnd, NotAChoice, NotYours, NotPublished)
WORDS = {
    NotOpened: gettext_lazy("Open the lesson first, then mark it as done."),
    NotAChoice: gettext_lazy("The practice has been rewritten since. Play it again."),
}


@require(Permission.TRAINING_LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def outbox(request: HttpRequest) -> HttpResponse:
    """GET: who is signed in, and a fresh token. POST: one answer; sent twice it counts
    once. `{"why": ""}` when it is taken, else why it is not."""
    if request.method != "POST":
        owner = request.user.uid  # type: ignore[union-attr]
        return JsonResponse({"owner": str(owner), "csrf": get_token(request)})
    form = OfflineAnswerForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"why": _("This answer could not be read. Do that part again.")}
        )
    learner = learner_of(request)
    node = learner.node_of(form.cleaned_data["item"], *TAKEN)
    if learner.staff is None or node is None or node.parent is None:
        return JsonResponse({"why": gone()})
    why = _take(request, learner, node, form.cleaned_data)
    return JsonResponse({"why": f"{node.title}: {why}" if why else ""})


@require(Permission.TRAINING_LEARN)
@require_POST
def outbox_key(request: HttpRequest) -> HttpResponse:
    """The half that opens what this person's phones have sealed; never kept there."""
    key = private_half(
        request.user.uid,  # type: ignore[union-attr]
        request.POST.get("name", ""),
    )
    if key is None:
        raise Http404
    return JsonResponse({"key": key})


def gone() -> str:
    return _("This part is no longer in the training: nothing is left to do.")


def _take(
    request: HttpRequest, learner: Learner, node: Node, answer: dict[str, Any]
) -> str:
    """Why it is not taken; nothing when it is."""
    given = {
        "staff": learner.staff,
        "item": learner.standing.of(node),
        "at": now(),
        "by": request.user,
    }
    try:
        with transaction.atomic():
            TAKEN[node.kind](node, answer, given)
            settle_for(request, learner, node, offline=True)
    except REFUSED as refused:
        if not isinstance(refused, NotPublished):
            _refused(request)
        return _words(node, refused)
    return ""


def _words(node: Node, refused: Exception) -> str:
    """Why, and what to do."""
    if isinstance(refused, NotReadToTheEnd):
        return unread(_course(node), refused.missing)
    return str(WORDS.get(type(refused)) or gone())


def _refused(request: HttpRequest) -> None:
    audit.record_denied(
        by=request.user,  # type: ignore[arg-type]
        verb=Permission.TRAINING_LEARN.value,
        asked="training:outbox",
    )


def _lesson(node: Node, answer: dict[str, Any], given: dict[str, Any]) -> None:
    finish_offline(course=_course(node), seen=answer["seen"], offline=True, **given)


def _course(node: Node) -> Course:
    course: Course = LessonPage.objects.get(pk=node.page_id).course
    return course


def _scenario(node: Node, answer: dict[str, Any], given: dict[str, Any]) -> None:
    page = ScenarioPage.objects.get(pk=node.page_id)
    play_offline(token=answer["token"], graph=page.graph, path=answer["path"], **given)


TAKEN: dict[Kind, Callable[[Node, dict[str, Any], dict[str, Any]], None]] = {
    Kind.LESSON: _lesson,
    Kind.SCENARIO: _scenario,
}
