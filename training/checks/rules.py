"""The rules a text is held against before it is published: what stops it, what only
warns. Pure: a `Text` and a day in, findings out. Each sentence says what to do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from training.checks.labels import doubtful, labels
from training.checks.law import named_articles, without_reference
from training.checks.words import limits, long_sentences, long_words


SHOWN = 3  # examples in one sentence


class Level(StrEnum):
    STOP = "stop"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """`sentence` is for the editor and says what to do."""

    level: Level
    rule: str
    sentence: str


@dataclass(frozen=True)
class Part:
    """One part of a page as its readers get it. `last_grade` None: adults read it."""

    title: str
    texts: tuple[str, ...]
    last_grade: int | None = None
    must_tell: bool = False  # it must say whom to tell
    tells: bool = False


@dataclass(frozen=True)
class Text:
    """A page to be published. `pictures`: (alternative text, who can be seen);
    `articles`, `numbers`: (its name, checked within twelve months)."""

    language: str
    parts: tuple[Part, ...]
    pictures: tuple[tuple[str, str], ...] = ()
    articles: tuple[tuple[str, bool], ...] = ()
    numbers: tuple[tuple[str, bool], ...] = ()
    safety: bool = False
    note: str = ""  # what changed, for who has finished
    texts: tuple[str, ...] = field(default=())

    @property
    def all_texts(self) -> tuple[str, ...]:
        return self.texts + tuple(text for part in self.parts for text in part.texts)


def check(text: Text) -> list[Finding]:
    """What stops first, then what warns."""
    found = [*_stops(text), *_warnings(text)]
    return sorted(found, key=lambda finding: finding.level)


def stops(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.STOP]


def _stops(text: Text) -> Iterator[Finding]:
    for part in text.parts:
        if part.must_tell and not part.tells:
            sentence = _(
                "“%(part)s” does not say whom to tell. Add a block “Who to tell” or"
                " “Number to call” at its end."
            )
            yield _stop("tell", sentence, part=part.title)
    if any(shows == "child" for _alt, shows in text.pictures):
        yield _stop(
            "picture",
            _(
                "A picture shows a child who could be recognised. Take it out or use"
                " a drawing."
            ),
        )
    if any(not alt.strip() for alt, _shows in text.pictures):
        yield _stop(
            "alt",
            _("A picture has no words for those who cannot see it. Say what it shows."),
        )
    named = labels(text.all_texts, text.language)
    if named:
        sentence = _(
            "These words label a child: %(words)s. Say what was done to the child"
            " instead."
        )
        yield _stop("label", sentence, words=_some(named))
    yield from _law(text)
    if text.safety and not text.note.strip():
        yield _stop(
            "safety_note",
            _(
                "This change is marked “safety”: say in two or three sentences what"
                " changed, for people who have finished."
            ),
        )


def _law(text: Text) -> Iterator[Finding]:
    fresh = [name for name, checked in text.articles if checked]
    named = without_reference(named_articles(text.all_texts), fresh)
    if named:
        sentence = _(
            "The text names %(articles)s. Add a block “Article of law” whose article"
            " was checked within the last twelve months, or take the number out."
        )
        yield _stop("law", sentence, articles=_some(named))
    stale = [name for name, checked in text.articles if not checked]
    if stale:
        sentence = _(
            "Not checked within twelve months, or no longer in force: %(articles)s."
            " Have it checked under “Articles of law” and enter the day."
        )
        yield _stop("stale_law", sentence, articles=_some(stale))


def _warnings(text: Text) -> Iterator[Finding]:
    for part in text.parts:
        most = limits(part.last_grade)
        sentences = long_sentences(part.texts, most.sentence)
        if sentences:
            said = _(
                "“%(part)s”: sentences of more than %(most)s words. Cut them in two:"
                " %(examples)s."
            )
            yield _warn(
                "sentence",
                said,
                part=part.title,
                most=most.sentence,
                examples=_some([f"«{one} …»" for one in sentences]),
            )
        words = long_words(part.texts, most.word)
        if words:
            said = _("“%(part)s”: long words for these readers: %(examples)s.")
            yield _warn("word", said, part=part.title, examples=_some(words))
    unsure = doubtful(text.all_texts, text.language)
    if unsure:
        sentence = _(
            "Look at these words once more: %(words)s. Risk is a situation, never a"
            " group of people."
        )
        yield _warn("doubtful", sentence, words=_some(unsure))
    silent = [name for name, fresh in text.numbers if not fresh]
    if silent:
        sentence = _(
            "Nobody has called within twelve months: %(numbers)s. Make a test call and"
            " enter the day under “Numbers to call”."
        )
        yield _warn("number", sentence, numbers=_some(silent))
    if text.safety:
        sentence = _(
            "This change is marked “safety”: everybody who has finished is told to"
            " read it. Choose “minor” if only wording changed."
        )
        yield _warn("safety", sentence)


def _stop(rule: str, sentence: str, **words: Any) -> Finding:
    return Finding(Level.STOP, rule, sentence % words if words else sentence)


def _warn(rule: str, sentence: str, **words: Any) -> Finding:
    return Finding(Level.WARN, rule, sentence % words if words else sentence)


def _some(found: list[str]) -> str:
    """The first few, and that there are more."""
    return ", ".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
