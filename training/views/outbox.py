"""Where a phone sends what was done without network, one answer at a time."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.access import require
from portal.clock import now
from portal.permissions import Permission
from training.actions.progress import NotOpened, NotPublished, NotReadToTheEnd
from training.actions.reading_offline import finish_offline
from training.forms.offline import OfflineAnswerForm
from training.learner import Learner, learner_of, settle_for
from training.models import Kind, LessonPage
from training.offline_keys import private_half
from training.outline import Node


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
        return JsonResponse({"why": _("This answer could not be read.")})
    learner = learner_of(request)
    node = _lesson(learner, form.cleaned_data["item"])
    if learner.staff is None or node is None:
        return JsonResponse(
            {"why": _("This lesson is no longer part of the training.")}
        )
    return JsonResponse(
        {"why": _take(request, learner, node, form.cleaned_data["seen"])}
    )


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


def _take(request: HttpRequest, learner: Learner, node: Node, seen: list[str]) -> str:
    """Why it is not taken; nothing when it is."""
    page = LessonPage.objects.get(pk=node.page_id)
    try:
        with transaction.atomic():
            finish_offline(
                staff=learner.staff,  # type: ignore[arg-type]
                item=learner.standing.of(node),
                course=page.course,
                seen=seen,
                at=now(),
                by=request.user,  # type: ignore[arg-type]
            )
            if node.parent:
                settle_for(request, learner, node.parent)
    except (NotOpened, NotReadToTheEnd):
        return _("Go to the last step, then mark the lesson as done.")
    except NotPublished:
        return _("This lesson is no longer part of the training.")
    return ""


def _lesson(learner: Learner, uid: UUID) -> Node | None:
    for node in learner.outline.nodes:
        item = learner.standing.of(node)
        if node.kind == Kind.LESSON and node.parent and item and item.uid == uid:
            return node
    return None
