"""Albanian first: every sentence of ours has its Albanian, with the same places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message

from portal import catalogues
from portal.audit.wording import words
from tests.architecture.floors import our_modules, place
from tests.wording import out_of_glossary


PLACES = re.compile(r"%\(\w+\)[a-z]|{\w*}|%[sd]")
RECORDED = re.compile(r'audit\.record\(\s*"([a-z_.]+)"')
GETTEXT = {name.removesuffix("_lazy") for name in catalogues.KEYWORDS}
# Words that are the same in both languages.
SAME = {
    "Draft",
    "Standard",
    "E-mail",
    "English",
    "Excel",
    "Shqip",
    "QR",
}


def ours() -> Iterator[tuple[Message, Message | None]]:
    """Each sentence of the code with its entry in the Albanian catalogue."""
    albanian = catalogues.read()
    for message in catalogues.extracted():
        if message.id:
            yield message, albanian.get(message.id, message.context)


def texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def test_every_sentence_has_its_albanian():
    missing = [
        message.id
        for message, entry in ours()
        if entry is None or not texts(entry.string) or not all(texts(entry.string))
    ]

    assert missing == []


def test_nothing_is_only_guessed():
    fuzzy = [
        message.id for message in catalogues.read() if message.id and message.fuzzy
    ]

    assert fuzzy == []


def test_no_english_stands_in_for_albanian():
    untranslated = [
        message.id
        for message, entry in ours()
        if entry
        and any(
            english == albanian
            and english not in SAME
            and re.search(r"[a-z]{2}", PLACES.sub("", english))
            for english, albanian in zip(
                texts(message.id), texts(entry.string), strict=False
            )
        )
    ]

    assert untranslated == []


def test_no_sentence_of_the_screens_leaves_the_glossary():
    wrong = [
        (message.id, found)
        for message in catalogues.read()
        if message.id and not catalogues.is_third_party(message)
        if (found := out_of_glossary("\n".join(texts(message.string)), "sq"))
    ]

    assert wrong == []


def test_a_translation_has_the_same_places():
    """A plural may leave a number out in the singular, never name another place."""
    different = []
    for message in catalogues.read():
        if not message.id or not all(texts(message.string)):
            continue
        wanted = [set(PLACES.findall(text)) for text in texts(message.id)]
        given = [set(PLACES.findall(text)) for text in texts(message.string)]
        exact = len(wanted) == 1 and given != wanted
        plural = len(wanted) > 1 and (
            given[-1] != wanted[-1] or not given[0] <= wanted[0] | wanted[-1]
        )
        if exact or plural:
            different.append((message.id, message.string))

    assert different == []


def test_the_catalogue_has_no_entry_that_left_the_code():
    wanted = {(m.id, m.context) for m in catalogues.extracted()}

    stale = [
        message.id
        for message in catalogues.read()
        if message.id
        and (message.id, message.context) not in wanted
        and not catalogues.is_third_party(message)
    ]

    assert stale == []


def test_no_sentence_is_built_before_it_is_translated():
    """An f-string, a `+` or a `%` inside the call can never be found in a catalogue."""
    wrong = [
        f"{place(path)}:{call.lineno}"
        for path in our_modules()
        for call in gettext_calls(path)
        for argument in call.args[:2]
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
        or (isinstance(argument, ast.Call) and not is_plain_name(argument))
    ]

    assert wrong == []


def gettext_calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id.removesuffix("_lazy") in GETTEXT:
            yield node


def is_plain_name(call: ast.Call) -> bool:
    """`_(str(label))` repeats a sentence that is in the catalogue already."""
    return isinstance(call.func, ast.Name) and call.func.id == "str"


def test_every_act_has_words_in_the_history():
    """Or the auditor reads its key, in both languages."""
    spoken = set(words())

    silent = {
        verb
        for path in our_modules()
        for verb in RECORDED.findall(path.read_text(encoding="utf-8"))
        if verb not in spoken
    }

    assert silent == set()
