"""A quiz that asks each of the seven types of question, with no script at all: first
answered wrongly, then rightly."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
LOGIN = "protector.burimi@shembull.example"
MAKE = f"""
from uuid import uuid4
from django.utils import timezone
from schools.models import StaffMember
from tests.factories.training import all_types, course, done, publish
from training.actions.quizzes import start_attempt
staff = StaffMember.objects.get(user__username="{LOGIN}")
quiz, questions = all_types()
quiz.cool_down = 0
made = course(lessons=1, quiz=(publish(quiz), questions))
lessons = [made.item(page) for page in made.lessons]
for item in lessons:
    done(staff, item, at=timezone.now())
row = start_attempt(staff=staff, quiz=made.item(made.quiz), lessons=lessons, seed="7",
    client_id=uuid4(), language="sq", at=timezone.now(), by=staff.user)
print(f"/training/attempts/{{row.uid}}/")
"""


def test_each_type_is_answered_and_explained_without_a_script(
    visitor: Callable[..., Visitor], site: Site, way: tuple[int, str]
):
    address = site.manage("shell", "-c", MAKE).strip().splitlines()[-1]
    learner = visitor(LOGIN, script=False)
    learner.open(address)
    learner.look("seven-types")

    _answer(learner, right=False)
    learner.look("all-wrong")
    wrong = learner.text()
    learner.send("main form:has([name=client_id])")
    _answer(learner, right=True)
    learner.look("all-right")

    for explained in ("Sepse: B", "Sepse: C", "Sepse: E gabuar", "Sepse: Rreshti 1"):
        assert explained in wrong
    assert "100 %" in learner.text()


def _answer(learner: Visitor, *, right: bool) -> None:
    """Marked questions all so or so; the reflection is written and kept by nobody."""

    def of(kind: str) -> Locator:
        groups = learner.page.locator("main form .govuk-form-group")
        return groups.filter(has_text=f"Pyetja {kind}?").first

    of("single").get_by_label("A" if right else "B", exact=True).check()
    for words in ("A", "B") if right else ("C",):
        of("multi").get_by_label(words, exact=True).check()
    of("truefalse").get_by_label("E saktë" if right else "E gabuar").check()
    pairs = {"Rreshti 1": "Veprim", "Rreshti 2": "Qëllim", "Rreshti 3": "Veprim"}
    for row, fits in pairs.items():
        other = "Qëllim" if fits == "Veprim" else "Veprim"
        of("match").get_by_label(row).select_option(label=fits if right else other)
    steps = ("Hapi i parë", "Hapi tjetër", "Hapi i fundit")
    for number, step in enumerate(steps if right else reversed(steps), start=1):
        of("order").get_by_label(step).select_option(label=str(number))
    of("text").locator("input").fill("tetembedhjete" if right else "njëzet")
    of("reflection").locator("textarea").fill("Për vete.")
    learner.send("main form", "button[type=submit]:not([name=later])")
