"""Message catalogues without gettext's programs: extract, update, compile.

`python -m portal.catalogues update` brings locale/sq up to date with the code: new
English sentences appear with an empty translation, translations are kept, sentences
that left the code go to the obsolete part. Entries that carry the comment
`third-party` translate sentences of other packages and stay as they are.
`python -m portal.catalogues compile` writes the binary form that Django reads, and
that of `djangojs.po`: the sentences of the scripts of the CMS, kept by hand.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po


BASE = Path(__file__).resolve().parent.parent
APPS = ("portal", "schools", "training", "referrals")
THIRD_PARTY = "third-party"
PAGES, SCRIPTS = "django", "djangojs"  # Django's names of the two catalogues
HEADER = """\
# Albanian words of the portal; the English sentence in the code is the key.
# Brought up to date by `make messages`; entries marked third-party are kept by hand.
"""
# Header lines of a catalogue that say when, by whom and with what it was written.
UNSTABLE = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Generated-By',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
    '"Project-Id-Version',
)
# What marks a sentence in the code; the arguments are sorted out in `_as_message`.
KEYWORDS = {
    f"{name}{suffix}": None
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
    for suffix in ("", "_lazy", "_noop")
} | {"_": None}


def catalogue_path(language: str = "sq", domain: str = PAGES) -> Path:
    """Where a language's catalogue lies."""
    return BASE / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


# --- Out of the code -------------------------------------------------------------
def extracted() -> Catalog:
    """Every sentence that the code and the templates ask to be translated."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path in source_files():
        place = path.relative_to(BASE).as_posix()
        for name, strings, comments in sentences_of(path):
            context, message_id = _as_message(name, strings)
            if message_id:
                catalogue.add(
                    message_id,
                    locations=[(place, None)],  # type: ignore[list-item]
                    auto_comments=comments,
                    context=context,
                )
    return catalogue


def source_files() -> Iterator[Path]:
    """Our Python and our templates; migrations hold no sentence for a reader."""
    for app in APPS:
        for path in sorted((BASE / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for folder in (BASE / "templates", *(BASE / app / "templates" for app in APPS)):
        for suffix in ("*.html", "*.txt"):
            yield from sorted(folder.rglob(suffix))


Found = tuple[str, tuple[str | None, ...], list[str]]


def sentences_of(path: Path) -> Iterator[Found]:
    """(function, its string arguments, comments to the translator) of one file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = python_of_template(text)
    calls: Iterable[Any] = extract_python(
        io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
    )
    for _line, name, strings, comments in calls:
        if name:
            yield name, strings if isinstance(strings, tuple) else (strings,), comments


def python_of_template(text: str) -> str:
    """A template as Django hands it to gettext, made safe for Python's tokenizer."""
    from django.utils.translation.template import templatize

    # Indentation means nothing in a template, but Python would stumble over it.
    return "".join(f"{line.lstrip()}\n" for line in templatize(text).splitlines())


def _as_message(
    name: str, strings: tuple[str | None, ...]
) -> tuple[str | None, str | tuple[str, ...] | None]:
    """The context and the message id (singular and plural) of one call."""
    context = None
    wanted = 2 if "ngettext" in name or "npgettext" in name else 1
    if "pgettext" in name:
        context, strings = strings[0], strings[1:]
    given = tuple(text for text in strings[:wanted] if text)
    if len(given) < wanted:
        return context, None
    return context, given if wanted == 2 else given[0]


# --- In the catalogue --------------------------------------------------------------
def read(language: str = "sq", domain: str = PAGES) -> Catalog:
    """The catalogue as it is; an empty one when there is none."""
    path = catalogue_path(language, domain)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale=language, charset="utf-8")


def is_third_party(message: Message) -> bool:
    """Whether the entry translates a sentence of another package."""
    return THIRD_PARTY in [*message.user_comments, *message.auto_comments]


def update(language: str = "sq") -> Catalog:
    """The catalogue brought up to date, and written."""
    kept, wanted = read(language), extracted()
    for message in kept:
        if message.id and is_third_party(message):
            _add_third_party(wanted, message)
    kept.update(wanted, no_fuzzy_matching=True)
    kept.header_comment = HEADER
    write(kept, language)
    return kept


def _add_third_party(wanted: Catalog, message: Message) -> None:
    if wanted.get(message.id, message.context) is None:
        wanted.add(
            message.id,
            user_comments=[THIRD_PARTY],
            context=message.context,
            flags=message.flags,
        )


def write(catalogue: Catalog, language: str = "sq") -> None:
    """Write the catalogue; nothing in the file depends on the day or the machine."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=88, sort_by_file=True, include_lineno=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    stable = (line for line in lines if not line.startswith(UNSTABLE))
    path.write_text("".join(stable), encoding="utf-8")


def compile_catalogue(language: str = "sq", domain: str = PAGES) -> Path:
    """The binary form beside the catalogue; git does not keep it."""
    path = catalogue_path(language, domain).with_suffix(".mo")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_mo(handle, read(language, domain))
    return path


def main(command: str) -> int:
    if command == "update":
        catalogue = update()
        empty = sum(1 for m in catalogue if m.id and not all(_texts(m)))
        sys.stdout.write(f"{len(catalogue)} sentences, {empty} without translation.\n")
    elif command == "compile":
        for domain in (PAGES, SCRIPTS):
            compile_catalogue(domain=domain)
    else:
        sys.stderr.write("Say update or compile.\n")
        return 2
    return 0


def _texts(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ("",))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
