"""How long sentences and words are, and which grade reads what. Pure.

No readability formula for Albanian is assumed (research/user_friendliness.md 9): two
plain limits by grade. The numbers are our choice, for teachers to correct.
"""

import re
from dataclasses import dataclass


SENTENCE = re.compile(r"[.!?…:;]+[\s»”\"')]+|\n+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True)
class Limits:
    """Most words in a sentence, most letters in a word."""

    sentence: int
    word: int


ADULTS = Limits(35, 24)
BY_LAST_GRADE = (
    (2, Limits(10, 11)),
    (4, Limits(14, 12)),
    (6, Limits(20, 14)),
    (9, Limits(24, 17)),
    (12, Limits(28, 20)),
)


def limits(last_grade: int | None) -> Limits:
    """None: the readers are adults."""
    if last_grade is None:
        return ADULTS
    return next((made for last, made in BY_LAST_GRADE if last_grade <= last), ADULTS)


def long_sentences(texts: tuple[str, ...], most: int) -> list[str]:
    """The beginning of each sentence that has more words."""
    return [
        " ".join(words[:6])
        for text in texts
        for sentence in SENTENCE.split(text)
        if len(words := WORD.findall(sentence)) > most
    ]


def long_words(texts: tuple[str, ...], most: int) -> list[str]:
    """Each word with more letters, once, in order."""
    found = (word for text in texts for word in WORD.findall(text))
    return list(dict.fromkeys(word for word in found if len(word) > most))
