"""Whatever editors do, in whatever order, no record is lost or goes backwards, and
its owner is shown it all the same."""

import datetime as dt
import os

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.schools import granted_post
from tests.factories.training import (
    an_award,
    completed,
    course,
    done,
    publish,
    scenario,
)
from tests.training.editing import CHANGES, pages
from tests.training.shown import missing_on_my_training, shown_as_done, without_item
from training.models import Award, ItemProgress, ModuleCompletion


pytestmark = pytest.mark.django_db
ON = timezone.localdate() - dt.timedelta(days=40)


def records():
    progress = ItemProgress.objects.order_by("pk")
    completions = ModuleCompletion.objects.order_by("pk")
    return {
        *progress.values_list("pk", "staff", "item", "version", "state", "done_at"),
        *completions.values_list(
            "pk", "staff", "item", "version", "completed_on", "valid_until"
        ),
        *Award.objects.order_by("pk").values_list("pk", "staff", "item", "issued_on"),
    }


class World:
    """Two courses, and a teacher who has done and completed all of the first."""

    def __init__(self, client_of):
        self.made, self.other = course(lessons=2), course(lessons=1)
        self.other.module.slug = "tjeter"  # moved, it stands beside the first
        publish(self.other.module)
        self.parts = [*self.made.lessons, scenario(self.made.module)]
        self.staff = granted_post("teacher").staff
        self.client = client_of(self.staff.user)
        at = timezone.now() - dt.timedelta(days=40)
        for page in self.parts:
            done(self.staff, self.made.item(page), at=at)
        item, until = self.made.item(self.made.module), ON + dt.timedelta(days=700)
        self.completion = completed(self.staff, item, on=ON, until=until)
        self.award = an_award(self.staff, self.made)
        whole = [self.made.programme, self.made.module, *self.parts]
        self.done = {page.translation_key for page in whole}
        self.before = records()


@pytest.fixture
def world(client_of):
    """Built once: each example changes it inside a savepoint that is rolled back."""
    return World(client_of)


@settings(
    max_examples=500 if os.environ.get("PORTAL_CI") else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 30)), max_size=3))
def test_no_sequence_of_changes_touches_a_record_or_hides_it(world, steps):
    with transaction.atomic():
        for change, number in steps:
            found = pages()
            if found:
                change(found[number % len(found)], world.made, world.other)

        assert records() >= world.before
        assert shown_as_done(world.staff, world.done) == []
        assert without_item(world.staff) == []
        assert missing_on_my_training(world.client, world.completion, world.award) == []
        transaction.set_rollback(True)
