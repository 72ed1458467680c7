"""How long sentences and words are, by the grade of the readers."""

import pytest

from training.checks.words import ADULTS, limits, long_sentences, long_words


@pytest.mark.parametrize(
    ("last_grade", "most"), [(2, 10), (4, 14), (6, 20), (9, 24), (12, 28), (None, 35)]
)
def test_older_readers_get_longer_sentences(last_grade, most):
    assert limits(last_grade).sentence == most


def test_a_grade_between_bands_gets_the_next_band():
    assert limits(5) == limits(6)
    assert limits(None) is ADULTS


def test_a_sentence_ends_at_its_mark_at_a_line_and_inside_quotes():
    texts = ("Një dy tri. «Katër pesë!» Gjashtë\nshtatë tetë",)

    assert long_sentences(texts, 3) == []
    assert long_sentences(texts, 2) == ["Një dy tri"]


def test_a_long_word_is_named_once():
    texts = ("Papërgjegjshmëri dhe Papërgjegjshmëri.", "t’i")

    assert long_words(texts, 14) == ["Papërgjegjshmëri"]
    assert long_words(texts, 16) == []
