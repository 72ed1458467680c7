"""What editors do to the pages and quizzes of the training, as random steps.

Each takes a page of any kind and the two courses there are; what cannot be done to
that page in the CMS (to edit an alias, to move a module into a module) does nothing.
"""

import datetime as dt
from types import SimpleNamespace
from uuid import uuid4

import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page

from tests.factories.training import in_english, publish
from training.detached import go_on_as_its_own, remember_the_source
from training.models import (
    LessonPage,
    ModulePage,
    ProgrammePage,
    Quiz,
    ScenarioPage,
    TrainingIndexPage,
)


KINDS = (ProgrammePage, ModulePage, LessonPage, ScenarioPage)


def pages():
    """Every page of the training as it is now, in the order in which it was made."""
    found = Page.objects.type(*KINDS).order_by("pk").specific()
    return list(found)


def _home(page, course):
    """Where a page of this kind may stand in a course, in its own language."""
    home = {
        ProgrammePage: TrainingIndexPage.objects.filter(locale=page.locale).first(),
        ModulePage: ProgrammePage.objects.filter(pk=course.programme.pk).first(),
    }.get(type(page), ModulePage.objects.filter(pk=course.module.pk).first())
    return home if home and home.locale_id == page.locale_id else None


def _is_alias(page):
    return page.alias_of_id is not None


def edit(page, _made, _other, change="major"):
    if _is_alias(page):
        return  # the editor of an alias is the editor of its original
    page.title = f"{page.title} e re"[:200]
    page.change = change
    publish(page)


def safety(page, made, other):
    page.change_note = "Numri ndryshoi."
    edit(page, made, other, change="safety")


def move(page, made, other):
    home = _home(page, made if page.is_descendant_of(other.programme) else other)
    if home and not home.is_descendant_of(page):
        page.move(home, pos="last-child")


def reorder(page, _made, _other):
    page.move(page.get_parent(), pos="first-child")


def copy(page, _made, _other):
    if not _is_alias(page):
        page.copy(
            recursive=True,
            to=page.get_parent(),
            update_attrs={"slug": f"k-{uuid4().hex[:8]}"},
        )


def alias_beside(page, _made, _other):
    page.create_alias(
        parent=page.get_parent(), update_slug=f"a-{uuid4().hex[:8]}", recursive=True
    )


def alias_elsewhere(page, made, other):
    home = _home(page, made if page.is_descendant_of(other.programme) else other)
    if home and home != page:
        page.create_alias(
            parent=home, update_slug=f"a-{uuid4().hex[:8]}", recursive=True
        )


def convert(page, _made, _other):
    """As the view of the CMS does it: what stands before, the action, what follows."""
    if _is_alias(page):
        request = SimpleNamespace(user=None)
        remember_the_source(request, page)
        ConvertAliasPageAction(page).execute(skip_permission_checks=True)
        go_on_as_its_own(request, page)


def unpublish(page, _made, _other):
    page.unpublish()


def republish(page, _made, _other):
    if not page.live and not _is_alias(page):
        publish(page)


def delete(page, _made, _other):
    page.delete()


def translate(page, _made, _other):
    original = page.locale.language_code == "sq" and not _is_alias(page)
    if original and not page.get_translations().exists():
        in_english(page)


def schedule(page, _made, _other):
    """A draft that the clock publishes, then its end."""
    if _is_alias(page):
        return
    page.title = f"{page.title} më vonë"[:200]
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.expire_at = timezone.now() + dt.timedelta(hours=3)
    page.save_revision().publish()
    for hours in (2, 4):
        with time_machine.travel(timezone.now() + dt.timedelta(hours=hours)):
            call_command("publish_scheduled", verbosity=0)


def purge(_page, _made, _other):
    call_command("purge_revisions", verbosity=0)


def rename_quiz(_page, made, _other):
    quiz = Quiz.objects.get(pk=made.quiz.pk)
    quiz.name = f"{quiz.name} e ri"[:200]
    publish(quiz)


def withdraw_quiz(_page, made, _other):
    Quiz.objects.get(pk=made.quiz.pk).unpublish()


CHANGES = [
    edit,
    safety,
    move,
    reorder,
    copy,
    alias_beside,
    alias_elsewhere,
    convert,
    unpublish,
    republish,
    delete,
    translate,
    schedule,
    purge,
    rename_quiz,
    withdraw_quiz,
]
