"""Taking the module as a learner does: lesson by lesson, then the quiz, all right.

The right answers are read from the content files, as a teacher would have learnt them.
"""

import tomllib
from pathlib import Path

from tests.journeys.visitor import Visitor


CONTENT = Path(__file__).resolve().parents[2] / "training" / "content" / "t1"
NEXT_STEP = "main .app-turns a.govuk-button"
FINISH = "main form[action$='/finish/']"
START_QUIZ = "main form:has([name=client_id])"


def finish_module(learner: Visitor) -> None:
    """From the first page of the training to the page with the result."""
    learner.open("/training/")
    learner.look("my-training")
    learner.follow("main .app-module p a")
    lessons = 0
    while "/quiz/" not in learner.page.url:
        lessons += 1
        _take(learner, f"lesson-{lessons}")
    learner.look("quiz-opens")
    learner.send(START_QUIZ)
    learner.look("quiz")
    _answer(learner)
    learner.send("main form:has([name=q1])")
    learner.look("result")


def _take(learner: Visitor, name: str) -> None:
    """From the step that opens to the last, where it is said to be done."""
    steps = 1
    learner.look(f"{name}-step-{steps}")
    while learner.page.locator(NEXT_STEP).count():
        assert not learner.page.locator(FINISH).count()
        learner.follow(NEXT_STEP)
        steps += 1
        learner.look(f"{name}-step-{steps}")
    learner.send(FINISH)


def _answer(learner: Visitor) -> None:
    right = _right_answers(learner.language)
    for question in learner.page.locator("main fieldset").all():
        legend = _plain(question.locator("legend").inner_text())
        stem = legend.partition(". ")[2]
        for label in question.locator("label").all():
            if _plain(label.inner_text()) in right[stem]:
                label.click()


def _right_answers(language: str) -> dict[str, set[str]]:
    quiz = tomllib.loads((CONTENT / f"quiz.{language}.toml").read_text("utf-8"))
    return {
        _plain(question["stem"]): {
            _plain(option["text"])
            for option in question["options"]
            if option["correct"]
        }
        for question in quiz["questions"]
    }


def _plain(text: str) -> str:
    """Without what typography makes of it."""
    return " ".join(text.replace("’", "'").replace("**", "").split())
