"""What an uploaded file really is, and pictures made anew: only what was drawn stays.

The name and the type that a browser sends count for nothing. A picture is decoded and
written again, so that place, camera, hidden text and anything appended are gone. A PDF
is kept as it came and only ever downloaded. Everything else is refused with a sentence.
Sources: research/security.md 3e.
"""

import io
import struct
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps


MOST_PIXELS = 40_000_000
QUALITY = 88
STARTS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
PDF_START = b"%PDF-"
PDF_END = b"%%EOF"
BROKEN = (OSError, ValueError, SyntaxError, struct.error, EOFError, IndexError)

EMPTY = _("The file is empty. Choose another one.")
NOT_TAKEN = _(
    "This is not a picture (JPEG, PNG, WebP) or a PDF. Save it as a PDF, or as a JPEG"
    " picture, and choose it again."
)
TOO_MANY_PIXELS = _(
    "The picture has more than 40 million points. Make it smaller, or send a screenshot"
    " of it."
)
DAMAGED = _(
    "The file is damaged: it cannot be opened. Save it again from the programme it came"
    " from, and choose it once more."
)
TWO_THINGS = _(
    "The file is a PDF and something else at once. Print it to a new PDF and choose"
    " that one."
)


class FileRefused(Exception):
    """A file that is not taken; `sentence` says why and what to do."""

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence
        super().__init__()


@dataclass(frozen=True)
class Taken:
    """What is kept of an upload: `kind` is jpeg, png or pdf."""

    kind: str
    data: bytes


def take(data: bytes) -> Taken:
    """The clean file, by content; raises `FileRefused`."""
    if not data:
        raise FileRefused(EMPTY)
    if data.startswith(PDF_START):
        return Taken("pdf", _whole_pdf(data))
    kind = _picture_kind(data)
    if kind is None:
        raise FileRefused(NOT_TAKEN)
    return _drawn_again(data, kind)


def _picture_kind(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in STARTS if data.startswith(start)), None)


def _whole_pdf(data: bytes) -> bytes:
    """As it came, when it ends like a PDF and is no archive besides."""
    end = data.rfind(PDF_END)
    if end < 0:
        raise FileRefused(DAMAGED)
    after = data[end + len(PDF_END) :].strip(b"\r\n\t \x00")
    if after or zipfile.is_zipfile(io.BytesIO(data)):
        raise FileRefused(TWO_THINGS)
    return data


def _drawn_again(data: bytes, kind: str) -> Taken:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=[kind])
        if picture.width * picture.height > MOST_PIXELS:
            raise FileRefused(TOO_MANY_PIXELS)
        return _written(ImageOps.exif_transpose(picture), kind)
    except Image.DecompressionBombError:
        raise FileRefused(TOO_MANY_PIXELS) from None
    except BROKEN:
        raise FileRefused(DAMAGED) from None


def _written(picture: Image.Image, came_as: str) -> Taken:
    """A drawing, or what is see-through, as PNG; a photograph as JPEG."""
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    mode = "RGBA" if see_through else "RGB"
    clean = Image.new(mode, picture.size)
    clean.paste(picture.convert(mode))
    made = io.BytesIO()
    if see_through or came_as == "PNG":
        clean.save(made, "PNG")
        return Taken("png", made.getvalue())
    clean.save(made, "JPEG", quality=QUALITY)
    return Taken("jpeg", made.getvalue())
