"""Whatever editors do, in whatever order, no record is lost or goes backwards."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.schools import StaffFactory
from tests.factories.training import completed, course, done, in_english, publish
from training.models import ItemProgress, LessonPage, ModuleCompletion, ModulePage


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
ON = AT.date()


def pages():
    return list(LessonPage.objects.order_by("pk"))


def edit(page, _course, _other):
    if page.alias_of_id is not None:
        return  # the editor of an alias is the editor of its original
    page.title = f"{page.title} e re"[:200]
    page.change = "major"
    publish(page)


def move(page, made, other):
    away = other if page.is_descendant_of(made.module) else made
    if page.locale == away.module.locale:
        target = ModulePage.objects.get(pk=away.module.pk)  # it may have lost a child
        page.move(target, pos="last-child")


def copy(page, made, _other):
    if page.alias_of_id is None:
        page.copy(to=page.get_parent(), update_attrs={"slug": f"k-{uuid4().hex[:8]}"})


def alias(page, _made, _other):
    page.create_alias(parent=page.get_parent(), update_slug=f"a-{uuid4().hex[:8]}")


def unpublish(page, _made, _other):
    page.unpublish()


def delete(page, _made, _other):
    page.delete()


def translate(page, _made, _other):
    original = page.locale.language_code == "sq" and page.alias_of_id is None
    if original and not page.get_translations().exists():
        in_english(page)


def purge(_page, _made, _other):
    call_command("purge_revisions", verbosity=0)


CHANGES = [edit, move, copy, alias, unpublish, delete, translate, purge]


def records():
    progress = ItemProgress.objects.order_by("pk")
    completions = ModuleCompletion.objects.order_by("pk")
    return [
        *progress.values_list("pk", "staff", "item", "version", "state", "done_at"),
        *completions.values_list("pk", "staff", "item", "version", "completed_on"),
    ]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 20)), max_size=7))
def test_no_sequence_of_changes_touches_a_record(db, steps):
    with transaction.atomic():
        made, other = course(lessons=2), course(lessons=1)
        staff = StaffFactory()
        for page in made.lessons:
            done(staff, made.item(page), at=AT)
        completed(staff, made.item(made.module), on=ON)
        before = records()

        for change, number in steps:
            found = pages()
            if found:
                change(found[number % len(found)], made, other)

        assert records() == before
        transaction.set_rollback(True)
