"""Taking a module as a learner does: lesson by lesson, then the quiz, all right.

The right answers are read from the content files, as a teacher would have learnt them.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor


CONTENT = Path(__file__).resolve().parents[2] / "training" / "content"
CORE = 6  # modules, before the award
NEXT_STEP = "main .app-turns a.govuk-button"
BEGIN = "main form[action$='/start/']"
CHOICE = "main form[action$='/choose/'] button[name=choice]"
FINISH = "main form[action$='/finish/']"
START_QUIZ = "main form:has([name=client_id])"


def finish_programme(learner: Visitor) -> None:
    """Every module of the core, one after the other, to the page with the award."""
    for number in range(1, CORE + 1):
        finish_module(learner, f"t{number}-")


def finish_module(learner: Visitor, named: str = "") -> None:
    """The next module, from the first page of the training to the one with the result.
    The pictures begin with `named`."""
    learner.open("/training/")
    learner.look(f"{named}my-training")
    learner.follow("main .app-module p a")
    lessons = 0
    while "/quiz/" not in learner.page.url:
        lessons += 1
        if learner.page.locator(BEGIN).count():
            _play(learner, named)
        else:
            _take(learner, f"{named}lesson-{lessons}")
    take_quiz(learner, named)


def open_coverage_of_the_first_module(reader: Visitor) -> None:
    """By the filter: what stands first is the whole programme."""
    reader.open("/training/coverage/")
    reader.look("coverage-of-the-programme")
    reader.page.locator("main .app-filter summary").click()
    reader.page.locator("main [name=of]").select_option(index=1)
    reader.send("main .app-filter form")
    reader.look("coverage")


def take_quiz(learner: Visitor, named: str = "") -> None:
    """From the page before the quiz to the one with the result, all right."""
    learner.look(f"{named}quiz-opens")
    learner.send(START_QUIZ)
    learner.look(f"{named}quiz")
    answer_all(learner)
    learner.look(f"{named}result")


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


def _play(learner: Visitor, named: str) -> None:
    """Always the first choice, to an end; then on from the debrief."""
    learner.look(f"{named}practice")
    learner.send(BEGIN)
    scenes = 0
    while learner.page.locator(CHOICE).count():
        scenes += 1
        learner.look(f"{named}practice-scene-{scenes}")
        learner.follow(CHOICE)
    learner.look(f"{named}debrief")
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
    quizzes = [
        tomllib.loads(path.read_text("utf-8"))
        for path in CONTENT.glob(f"*/quiz.{language}.toml")
    ]
    return {
        _plain(question["stem"]): question
        for quiz in quizzes
        for question in quiz["questions"]
    }


def _words(text: str) -> re.Pattern[str]:
    """The whole label, whatever typography makes of its apostrophes and spaces."""
    parts = re.split(r"[’']|\s+", text.replace("**", "").strip())
    return re.compile(r"^\s*" + r"(?:[’']|\s)+".join(map(re.escape, parts)) + r"\s*$")


def _plain(text: str) -> str:
    """Without what typography makes of it."""
    return " ".join(text.replace("’", "'").replace("**", "").split())
