"""A teacher takes the lessons and the quiz, and holds an award."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.learning import finish_module
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey


def test_finish_a_module(visitor: Callable[[str], Visitor]):
    teacher = visitor("teacher@shembull.example")

    finish_module(teacher)

    teacher.follow("main a[href*='/training/awards/']")
    teacher.look("award")
    assert "Mira Prova" in teacher.text()
    assert re.search(r"\d\d\.\d\d\.\d{4}", teacher.text())


def test_finish_a_module_without_script(visitor: Callable[..., Visitor]):
    """Steps, practice and quiz are links and forms, nothing else."""
    protector = visitor("protector@shembull.example", script=False)

    finish_module(protector)

    assert protector.page.locator("main a[href*='/training/awards/']").count()
