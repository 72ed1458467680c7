"""The sheet and the test of a session: who stands on them, and every type of question."""

import pytest

from tests.factories.sessions import cast, planned
from training.session_papers import sheet_paper
from training.session_papers import test_paper as paper_of


pytestmark = pytest.mark.django_db


def entry(kind, **given):
    options = given.pop("options", [{"key": "a"}, {"key": "b"}])
    text = {"stem": "Pyetja?", "options": {
        "a": {"text": "Një", "match": "Zë"}, "b": {"text": "Dy", "match": "Bë"}
    }}  # fmt: skip
    return {"type": kind, "critical": False, "options": options, "text": {"sq": text}}


def printed(kind, **given):
    session = planned(cast())
    session.paper_test = [entry(kind, **given)]
    return session, paper_of(session)["questions"][0]


def test_the_sheet_names_the_teachers_and_not_the_one_who_leads():
    who = cast(teachers=3)

    paper = sheet_paper(planned(who))

    assert paper["names"] == [person.full_name() for person in who.teachers]


def test_a_choice_has_a_box_for_each_option():
    _session, question = printed("single")

    assert question["options"] == ["A. Një", "B. Dy"]
    assert (question["choices"], question["lines"]) == ([], 0)


def test_a_match_lists_what_belongs_to_it_in_neutral_order():
    options = [{"key": "a", "match": "a"}, {"key": "b", "match": "b"}]

    _session, question = printed("match", options=options)

    assert question["choices"] == ["1. Bë", "2. Zë"]


def test_a_typed_answer_has_a_line():
    assert printed("text", options=[])[1]["lines"] == 1


def test_a_reflection_is_printed_and_not_marked():
    session, question = printed("reflection", options=[])

    assert question["lines"] == 3
    assert session.questions == 0
