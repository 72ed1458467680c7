"""Every sentence that an editor meets in Wagtail's own screens is Albanian too.

Wagtail brings no Albanian; ours is in the catalogues, marked third-party.
"""

import importlib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import trans_real

from portal import catalogues
from tests.factories.schools import granted_post
from tests.factories.training import course, scenario
from training.models import Question


pytestmark = pytest.mark.django_db
SAME = {":", ", ", "…", "%s MB", "Shqip", "Draft", "draft", "Wagtail"}
PAGE = "edit history usage copy move delete unpublish workflow_history privacy"
QUESTION = "edit history usage copy delete unpublish"
SCREENS = [
    "/cms/",
    "/cms/account/",
    "/cms/pages/search/?q=a",
    "/cms/choose-page/",
    "/cms/choose-external-link/",
    "/cms/snippets/",
    "/cms/images/",
    "/cms/images/add/",
    "/cms/images/multiple/add/",
    "/cms/images/chooser/",
    "/cms/snippets/training/question/",
    "/cms/embeds/chooser/",
    "/cms/snippets/training/question/add/",
    "/cms/snippets/training/legalreference/",
    "/cms/snippets/training/lessonfile/",
    "/cms/snippets/choose/training/lessonfile/",
    "/cms/reports/workflow/",
    "/cms/reports/workflow_tasks/",
    "/cms/reports/locked/",
    "/cms/reports/site-history/",
    "/cms/reports/aging-pages/",
    "/cms/reports/page-types-usage/",
]


@pytest.fixture
def english(monkeypatch):
    """The sentences that were asked for in Albanian and came back in English."""
    met: set[str] = set()

    def listen(name, places):
        ask = getattr(trans_real, name)

        def asked(*arguments):
            answer = ask(*arguments)
            wanted = [arguments[place] for place in places]
            if answer in wanted and answer and trans_real.get_language() == "sq":
                met.add(answer)
            return answer

        # Django keeps what it once looked up in `trans_real` on this object.
        monkeypatch.setattr(translation._trans, name, asked, raising=False)

    for name, places in {
        "gettext": [0], "pgettext": [1], "ngettext": [0, 1], "npgettext": [1, 2]
    }.items():  # fmt: skip
        listen(name, places)
    return met


@pytest.fixture
def client(client_of):
    return client_of(granted_post("editor").staff.user)


def screens_of(made) -> list[str]:
    page = made.lessons[0].pk
    practice = scenario(made.module).pk
    question = Question.objects.order_by("pk")[0].pk
    return [
        *SCREENS,
        *(f"/cms/pages/{page}/{name}/" for name in PAGE.split()),
        f"/cms/pages/{made.module.pk}/",
        f"/cms/pages/{made.module.pk}/add_subpage/",
        f"/cms/pages/{practice}/edit/",
        f"/cms/localize/submit/page/{made.module.pk}/",
        *(f"/cms/snippets/training/question/{n}/{question}/" for n in QUESTION.split()),
    ]


def test_no_screen_of_an_editor_asks_for_a_sentence_that_is_not_there(client, english):
    made = course(lessons=1)

    opened = {one: client.get(one, follow=True).status_code for one in screens_of(made)}

    assert [one for one, status in opened.items() if status != 200] == []
    assert english & SAME  # it listens
    assert sorted(english - SAME) == []


@pytest.mark.parametrize("package", ["wagtail.admin", "wagtail_localize"])
def test_every_sentence_of_the_editors_scripts_is_in_the_catalogue(package):
    folder = Path(importlib.import_module(package).__file__).parent
    with (folder / "locale/en/LC_MESSAGES/djangojs.po").open("rb") as handle:
        wanted = {message.id for message in read_po(handle) if message.id}

    ours = {m.id for m in catalogues.read(domain=catalogues.SCRIPTS) if m.string}

    assert wanted - ours == set()


def test_the_editors_scripts_are_given_their_albanian(client):
    text = client.get("/cms/jsi18n/").content.decode()

    assert "Mblidhni t\\u00eb gjitha" in text
