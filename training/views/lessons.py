"""A lesson, step by step, and the word that it is done."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import audit
from portal.access import require
from portal.clock import now
from portal.permissions import Permission
from training.actions.offline import finish_offline
from training.actions.places import Bookmark, keep_place, stands_at
from training.actions.progress import NotOpened, NotReadToTheEnd
from training.forms.offline import SeenForm
from training.learner import Learner, learner_of, settle_for
from training.models import ItemProgress, Kind, LearningItem, LessonPage
from training.models.pages import Step
from training.outline import Node
from training.safety import updated_since
from training.standing import changed_at, go_on, module_standing
from training.step_words import numbers, unread


WHOLE = "all"


@dataclass(frozen=True)
class Reading:
    """One step of a lesson on the screen; numbers count from 1."""

    step: Step
    number: int
    total: int
    minutes_left: int
    steps: list[Step]

    @property
    def next_url(self) -> str:
        return f"?step={self.number + 1}"

    @property
    def previous_url(self) -> str:
        return f"?step={self.number - 1}"

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.total


def lesson_page(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    item, module = _item(node), node.parent
    if item is None or module is None:
        raise Http404
    page = _page(node)
    progress = ItemProgress.objects.filter(staff=learner.staff, item=item).first()
    reading = _read(request, learner, page, item, progress)
    lessons = [child for child in module.children if child.kind == Kind.LESSON]
    around = module.children
    place = around.index(node)
    context = {
        "page": page,
        "node": node,
        "item": item,
        "done_at": progress.done_at if progress else None,
        "reading": reading,
        "module": module,
        "number": lessons.index(node) + 1,
        "total": len(lessons),
        "previous": around[place - 1] if place else None,
        "next": around[place + 1] if place + 1 < len(around) else None,
        "staff": learner.staff,
        "updated": updated_since(item, progress.done_at if progress else None),
    }
    return render(request, "training/lesson_page.html", context)


@require(Permission.TRAINING_LEARN)
@require_POST
def lesson_finish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """ "I have done this": on to what comes next. A phone on which a part of the lesson
    was read says which steps (`seen`)."""
    learner = learner_of(request)
    node = learner.node_of(uid, Kind.LESSON)
    if learner.staff is None or node is None or node.parent is None:
        raise Http404
    course = _page(node).course
    try:
        with transaction.atomic():
            finish_offline(
                staff=learner.staff,
                item=learner.standing.of(node),
                course=course,
                seen=SeenForm(request.POST).steps,
                at=now(),
                by=request.user,  # type: ignore[arg-type]
                offline=False,
            )
            settle_for(request, learner, node)
    except NotOpened:
        _not_done(request)
        messages.error(request, _("Open the lesson first, then mark it as done."))
        return redirect(node.address)
    except NotReadToTheEnd as early:
        _not_done(request)
        messages.error(request, unread(course, early.missing))
        first = next(iter(numbers(course, early.missing)), 1)
        return redirect(f"{node.address}?step={first}")
    messages.success(request, _("Lesson done: %(title)s.") % {"title": node.title})
    after = learner_of(request)
    return redirect(go_on(module_standing(node.parent, after.standing)))


def _not_done(request: HttpRequest) -> None:
    """Saying "done" of what was not read is refused, and leaves a trace."""
    audit.record_denied(
        by=request.user,  # type: ignore[arg-type]
        verb=Permission.TRAINING_LEARN.value,
        asked="training:lesson_finish",
    )


def _page(node: Node) -> LessonPage:
    page: LessonPage = LessonPage.objects.select_related("locale").get(pk=node.page_id)
    return page


def _item(node: Node) -> LearningItem | None:
    found = LearningItem.objects.filter(kind=node.kind, translation_key=node.key)
    return found.filter(retired_at=None).annotate(changed_at=changed_at()).first()


def _read(
    request: HttpRequest,
    learner: Learner,
    page: LessonPage,
    item: LearningItem,
    progress: ItemProgress | None,
) -> Reading | None:
    """The step asked for, else the one where the reader stands; it becomes the
    place. None for the whole lesson, to print, and for one with no words yet."""
    course, asked = page.course, request.GET.get("step", "")
    if not course.ids or asked == WHOLE:
        return None
    index = course.index_asked(asked)
    if index is None:
        unfinished = progress is not None and progress.done_at is None
        index = course.index_of(progress.place) if progress and unfinished else 0
    left = course.minutes_from(index)
    mark = Bookmark(course.trail(index), left)
    if learner.staff and not stands_at(progress, mark):
        keep_place(
            staff=learner.staff,
            item=item,
            mark=mark,
            at=now(),
            by=request.user,  # type: ignore[arg-type]
        )
    return Reading(page.steps[index], index + 1, len(course.ids), left, page.steps)
