"""Whatever editors do, in whatever order, no record is lost or goes backwards."""

import datetime as dt
import os
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.schools import StaffFactory
from tests.factories.training import (
    an_award,
    completed,
    course,
    done,
    in_english,
    publish,
)
from training.models import (
    Award,
    ItemProgress,
    LessonPage,
    ModuleCompletion,
    ModulePage,
)


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
ON = AT.date()


def pages():
    return list(LessonPage.objects.order_by("pk"))


def edit(page, _made, _other, change="major"):
    if page.alias_of_id is not None:
        return  # the editor of an alias is the editor of its original
    page.title = f"{page.title} e re"[:200]
    page.change = change
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


def safety(page, made, other):
    if page.alias_of_id is None:
        page.change_note = "Numri ndryshoi."
        edit(page, made, other, change="safety")


def schedule(page, _made, _other):
    """A draft that the clock publishes, then its end."""
    if page.alias_of_id is not None:
        return
    page.title = f"{page.title} më vonë"[:200]
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.expire_at = timezone.now() + dt.timedelta(hours=3)
    page.save_revision().publish()
    for hours in (2, 4):
        with time_machine.travel(timezone.now() + dt.timedelta(hours=hours)):
            call_command("publish_scheduled", verbosity=0)


CHANGES = [edit, move, copy, alias, unpublish, delete, translate, purge]
CHANGES += [safety, schedule]


def records():
    progress = ItemProgress.objects.order_by("pk")
    completions = ModuleCompletion.objects.order_by("pk")
    return [
        *progress.values_list("pk", "staff", "item", "version", "state", "done_at"),
        *completions.values_list(
            "pk", "staff", "item", "version", "completed_on", "valid_until"
        ),
        *Award.objects.order_by("pk").values_list(),
    ]


@pytest.fixture
def world():
    """Built once: each example changes it inside a savepoint that is rolled back."""
    made, other = course(lessons=2), course(lessons=1)
    staff = StaffFactory()
    for page in made.lessons:
        done(staff, made.item(page), at=AT)
    completed(staff, made.item(made.module), on=ON, until=ON + dt.timedelta(days=700))
    an_award(staff, made)
    return made, other, records()


@settings(
    max_examples=500 if os.environ.get("PORTAL_CI") else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 20)), max_size=3))
def test_no_sequence_of_changes_touches_a_record(world, steps):
    made, other, before = world
    with transaction.atomic():
        for change, number in steps:
            found = pages()
            if found:
                change(found[number % len(found)], made, other)

        assert records() == before
        transaction.set_rollback(True)
