"""What comes in as a file: pictures made anew, PDFs as they are, nothing else."""

import io

import pytest
from PIL import Image

from portal.pictures import (
    DAMAGED,
    EMPTY,
    NOT_TAKEN,
    TOO_MANY_PIXELS,
    TWO_THINGS,
    FileRefused,
    take,
)
from tests.factories.attachments import (
    LOCKED_PDF,
    PDF,
    SCRIPT,
    archive,
    bomb,
    photograph_with_a_place,
    picture,
)


def test_a_photograph_loses_place_and_camera():
    taken = take(photograph_with_a_place())

    assert dict(Image.open(io.BytesIO(taken.data)).getexif()) == {}
    assert b"Kamera" not in taken.data
    assert b"Exif" not in taken.data


def test_a_turned_photograph_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    taken = take(picture(size=(64, 48), exif=exif))

    assert Image.open(io.BytesIO(taken.data)).size == (48, 64)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_appended_to_a_picture_is_gone(kind):
    taken = take(picture(kind) + SCRIPT + archive())

    assert b"<script" not in taken.data
    assert b"PK\x03\x04" not in taken.data


def test_text_hidden_in_a_picture_is_gone():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "Zamira")

    assert b"Zamira" not in take(picture("PNG", pnginfo=info)).data


@pytest.mark.parametrize(
    ("kind", "kept"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "jpeg")]
)
def test_each_kind_of_picture_is_kept_in_a_plain_form(kind, kept):
    assert take(picture(kind)).kind == kept


@pytest.mark.parametrize("data", [PDF, LOCKED_PDF, PDF + b"\r\n\r\n"])
def test_a_pdf_is_kept_as_it_came_even_when_it_is_locked(data):
    taken = take(data)

    assert (taken.kind, taken.data) == ("pdf", data)


REFUSED = {
    "nothing": (b"", EMPTY),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", NOT_TAKEN),
    "html": (b"<!doctype html>" + SCRIPT, NOT_TAKEN),
    "zip": (archive(), NOT_TAKEN),
    "programme": (b"MZ\x90\x00" + b"\x00" * 200, NOT_TAKEN),
    "gif": (picture("GIF"), NOT_TAKEN),
    "bitmap": (picture("BMP"), NOT_TAKEN),
    "pdf behind html": (SCRIPT + PDF, NOT_TAKEN),
    "pdf and archive": (PDF + archive(), TWO_THINGS),
    "pdf and script": (PDF + SCRIPT, TWO_THINGS),
    "archive with the end of a pdf": (b"%PDF-1.4\n" + archive() + b"%%EOF", TWO_THINGS),
    "pdf cut off": (PDF[:20], DAMAGED),
    "picture cut off": (picture(size=(400, 300))[:900], DAMAGED),
    "only the first bytes": (b"\xff\xd8\xff", DAMAGED),
    "bomb": (bomb(), TOO_MANY_PIXELS),
    "more than 40 million points": (picture("PNG", (8000, 5001)), TOO_MANY_PIXELS),
}


@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused_with_a_sentence(what):
    data, sentence = REFUSED[what]

    with pytest.raises(FileRefused) as refused:
        take(data)

    assert refused.value.sentence == sentence
