"""Taking the module as a learner does: lesson by lesson, then the quiz, all right.

The right answers are read from the content files, as a teacher would have learnt them.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor


CONTENT = Path(__file__).resolve().parents[2] / "training" / "content" / "t1"
NEXT_STEP = "main .app-turns a.govuk-button"
BEGIN = "main form[action$='/start/']"
CHOICE = "main form[action$='/choose/'] button[name=choice]"
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
        if learner.page.locator(BEGIN).count():
            _play(learner)
        else:
            _take(learner, f"lesson-{lessons}")
    take_quiz(learner)


def take_quiz(learner: Visitor) -> None:
    """From the page before the quiz to the one with the result, all right."""
    learner.look("quiz-opens")
    learner.send(START_QUIZ)
    learner.look("quiz")
    answer_all(learner)
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


def _play(learner: Visitor) -> None:
    """Always the first choice, to an end; then on from the debrief."""
    learner.look("practice")
    learner.send(BEGIN)
    scenes = 0
    while learner.page.locator(CHOICE).count():
        scenes += 1
        learner.look(f"practice-scene-{scenes}")
        learner.follow(CHOICE)
    learner.look("debrief")
    learner.follow("main > a.govuk-button")


def answer_all(learner: Visitor) -> None:
    """Every question of the paper on the screen, right; and hand it in."""
    known = _questions(learner.language)
    for question in learner.page.locator("main fieldset").all():
        legend = _plain(question.locator("legend").inner_text())
        _answer_one(question, known[legend.partition(". ")[2]])
    for label in learner.page.locator("main form label.govuk-label--s").all():
        asked = known.get(_plain(label.inner_text()).partition(". ")[2])
        if asked and asked["type"] == "text":
            field = label.get_attribute("for")
            learner.page.fill(f"#{field}", asked["options"][0]["text"].upper())
    learner.send("main form:has([name^=q1])")


def _answer_one(question: Locator, asked: dict[str, Any]) -> None:
    for number, option in enumerate(asked["options"], start=1):
        row = question.locator("label").filter(has_text=_words(option["text"]))
        if asked["type"] == "match":
            row.locator("xpath=../select").select_option(label=option["match"])
        elif asked["type"] == "order":
            row.locator("xpath=../select").select_option(str(number))
        elif option["correct"]:
            row.click()


def _questions(language: str) -> dict[str, dict[str, Any]]:
    quiz = tomllib.loads((CONTENT / f"quiz.{language}.toml").read_text("utf-8"))
    return {_plain(question["stem"]): question for question in quiz["questions"]}


def _words(text: str) -> re.Pattern[str]:
    """The whole label, whatever typography makes of its apostrophes and spaces."""
    parts = re.split(r"[’']|\s+", text.replace("**", "").strip())
    return re.compile(r"^\s*" + r"(?:[’']|\s)+".join(map(re.escape, parts)) + r"\s*$")


def _plain(text: str) -> str:
    """Without what typography makes of it."""
    return " ".join(text.replace("’", "'").replace("**", "").split())
