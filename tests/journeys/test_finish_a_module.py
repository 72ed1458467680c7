"""A teacher takes every lesson and quiz of the core programme, and holds its award."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.learning import answer_all, finish_module, finish_programme
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey


# As if the modules had been completed a month ago.
A_MONTH_LATER = """
from datetime import timedelta
from training.models import ModuleCompletion
for one in ModuleCompletion.objects.filter(staff__user__username__startswith="teacher@"):
    earlier = one.completed_on - timedelta(days=31)
    ModuleCompletion.objects.filter(pk=one.pk).update(completed_on=earlier)
"""


def test_finish_the_core_programme(
    visitor: Callable[[str], Visitor], window: Callable[[], Visitor], site: Site
):
    teacher = visitor("teacher@shembull.example")

    finish_programme(teacher)

    teacher.follow("main a[href*='/training/awards/']")
    teacher.look("award")
    assert "Mira Prova" in teacher.text()
    assert re.search(r"\d\d\.\d\d\.\d{4}", teacher.text())
    _check(window(), teacher.page.url.rstrip("/").rpartition("/")[2])
    site.manage("shell", "-c", A_MONTH_LATER)
    _recall(teacher)


def _check(stranger: Visitor, number: str) -> None:
    """Whoever holds the paper types its number and reads what it must say."""
    stranger.open("/training/awards/")
    stranger.look("award-check")
    stranger.page.fill("[name=number]", number.lower())
    stranger.send("main form:has([name=number])")
    stranger.look("award-checked")
    assert "Mira Prova" in stranger.text()


def _recall(teacher: Visitor) -> None:
    """After a month a few questions come back; nothing is lost by them."""
    refreshers = teacher.page.locator("main form[action*='/refreshers/']")
    teacher.open("/training/")
    offered = refreshers.count()
    teacher.send("main form[action*='/refreshers/']")
    teacher.look("refresher")
    answer_all(teacher)
    teacher.look("refresher-result")
    teacher.open("/training/")
    assert refreshers.count() == offered - 1


def test_finish_a_module_without_script(visitor: Callable[..., Visitor]):
    """Steps, practice and quiz are links and forms, nothing else."""
    protector = visitor("protector@shembull.example", script=False)

    finish_module(protector)

    protector.open("/training/")
    done = protector.page.locator("main .app-module").first
    assert re.search(r"\d\d\.\d\d\.\d{4}", done.inner_text())
