"""Files as people send them, and as others would like us to take them."""

import io
import struct
import zipfile
import zlib
from typing import Any
from uuid import uuid4

from PIL import Image

from portal.pictures import take
from referrals.actions.attaching import attach_file
from referrals.models import Attachment
from tests.factories.referrals import World, a_case


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"<<>>\n%%EOF", b"<</Encrypt 2 0 R>>\n%%EOF")
SCRIPT = b"<script>alert(document.cookie)</script>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **info: Any) -> bytes:
    """A small picture; `exif`, `pnginfo` … go to Pillow."""
    made = io.BytesIO()
    Image.new("RGB", size, (120, 30, 40)).save(made, kind, **info)
    return made.getvalue()


def photograph_with_a_place() -> bytes:
    """A JPEG that says which camera, and where on earth."""
    exif = Image.Exif()
    exif[0x010F] = "Kamera-Prova"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (41.0, 19.0, 49.0)
    return picture(exif=exif)


def archive() -> bytes:
    """A small ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("x.html", "x")
    return made.getvalue()


def bomb() -> bytes:
    """A PNG of 400 million points in a few kilobytes."""

    def part(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1_000_000)
    start = b"\x89PNG\r\n\x1a\n"
    return start + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


def an_attachment(w: World, **given: Any) -> Attachment:
    """A PDF that the protector put beside a case."""
    values = {"by": w.protector, "name": "raport.pdf", "taken": take(PDF)}
    if "case" not in given:
        given["case"] = given["referral"].case if "referral" in given else a_case(w)
    return attach_file(**{**values, "token": uuid4(), **given})
