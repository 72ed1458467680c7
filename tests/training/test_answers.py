import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.answers import plain_answer


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Mbrojtësi i  FËMIJËVE. ", "mbrojtesi i femijeve"),
        ("Çfarë?", "cfare"),
        ("e\u0308", "e"),  # a letter and its mark typed apart
        ("129!", "129"),
        ("116-111", "116 111"),
        ("—", ""),
    ],
)
def test_case_accents_points_and_spaces_do_not_count(typed, plain):
    assert plain_answer(typed) == plain


def test_other_words_stay_other_words():
    assert plain_answer("mbrojtësi") != plain_answer("mbrojtësja")


@given(st.text())
def test_a_plain_answer_is_plain_already(typed):
    assert plain_answer(plain_answer(typed)) == plain_answer(typed)
