"""Which encoding and which delimiter a text file uses.

UTF-8 with or without mark, else Windows-1250, else Windows-1252. The letters ë and ç
sit in the same places in both Windows pages, so Albanian reads the same in either.
"""

import codecs
import csv
from pathlib import Path

from django.utils.translation import gettext as _

from schools.importing.cells import header_key
from schools.importing.errors import Unreadable


BLOCK = 1024 * 1024
DELIMITERS = (",", ";", "\t")
# What no text file holds: control characters other than tab, line ends, form feed.
CONTROLS = bytes(n for n in range(32) if n not in {9, 10, 12, 13, 26})


def sniff(path: Path) -> str:
    """The name of the encoding; refuses what is not text."""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    central = codecs.getincrementaldecoder("cp1250")()
    is_utf8, is_central, first = True, True, True
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            if first and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise Unreadable(_("Save the file as CSV UTF-8 and send it again."))
            if len(block.translate(None, CONTROLS)) != len(block):
                raise Unreadable(
                    _("This is not a table. Send a CSV or an Excel (.xlsx) file.")
                )
            first = False
            is_utf8 = is_utf8 and _decodes(utf8, block)
            is_central = is_central and _decodes(central, block)
    if is_utf8 and _decodes(utf8, b"", final=True):
        return "utf-8-sig"
    return "cp1250" if is_central else _western(path)


def delimiter_of(path: Path, encoding: str, known: frozenset[str]) -> str:
    """The delimiter whose header line gives the most columns that we know."""
    with path.open(encoding=encoding, newline="") as handle:
        line = handle.readline(BLOCK)

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(header_key(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _decodes(
    decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False
) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _western(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("cp1252")()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            if not _decodes(decoder, block):
                raise Unreadable(
                    _("The letters cannot be read. Save the file as CSV UTF-8.")
                )
    return "cp1252"
