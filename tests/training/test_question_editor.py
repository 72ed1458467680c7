"""An editor writes a question: the rules are on the page, and are held."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories.schools import granted_post
from tests.factories.training import locale
from training.models import LearningObjective, Question
from training.wagtail_hooks import BankViewSetGroup


pytestmark = pytest.mark.django_db


@pytest.fixture
def objective():
    return LearningObjective.objects.create(locale=locale("sq"), text="Ta dini.")


@pytest.fixture
def client(client_of):
    return client_of(granted_post("editor").staff.user)


def add_url():
    view_sets = BankViewSetGroup().registerables
    return next(v for v in view_sets if v.model is Question).get_url_name("add")


def sent(objective, kind, blocks):
    fields = {
        "type": kind,
        "stem": "Cila vjen e para?",
        "objective": objective.pk,
        "form": "",
        "options-count": len(blocks),
        "action-publish": "1",
    }
    for n, (block, value) in enumerate(blocks):
        fields |= {
            f"options-{n}-type": block,
            f"options-{n}-order": n,
            f"options-{n}-deleted": "",
        }
        fields |= {f"options-{n}-value-{name}": v for name, v in value.items()}
    return fields


def test_the_rules_of_every_type_stand_above_the_form(client, reverse_sq):
    page = client.get(reverse_sq(add_url()))

    assert page.status_code == 200
    with override("sq"):
        assert all(str(kind.label) in page.text for kind in Question.Type)


def test_a_wrong_block_is_refused_in_words_and_a_right_one_goes_live(
    client, reverse_sq, objective
):
    url = reverse_sq(add_url())
    steps = [("step", {"text": "Dëgjoj"}), ("step", {"text": "Shënoj"})]

    refused = client.post(url, sent(objective, "match", steps))
    taken = client.post(url, sent(objective, "order", steps))

    (said,) = refused.context["form"].errors["options"]
    assert said == "Ky lloj pyetjeje merr vetëm çifte."
    assert taken.status_code == 302
    made = Question.objects.get()
    assert (made.live, [step.value["text"] for step in made.options]) == (
        True,
        ["Dëgjoj", "Shënoj"],
    )


@pytest.fixture
def reverse_sq():
    def address(name):
        with override("sq"):
            return f"{reverse(name)}?locale=sq"

    return address


@pytest.mark.parametrize(
    ("kind", "block", "value", "count", "live"),
    [
        ("text", "answer", {"correct": "on"}, 21, True),
        ("text", "answer", {"correct": "on"}, 31, False),
        ("reflection", "point", {}, 8, True),
        ("reflection", "point", {}, 9, False),
    ],
)
def test_what_is_read_stays_short_and_typed_answers_may_be_many(
    client, reverse_sq, objective, kind, block, value, count, live
):
    blocks = [(block, {"text": f"fjala {n}", **value}) for n in range(count)]

    client.post(reverse_sq(add_url()), sent(objective, kind, blocks))

    assert Question.objects.filter(live=True).exists() is live
