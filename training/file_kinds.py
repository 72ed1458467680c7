"""What a file for a lesson may be, known by its first bytes. Pure.

Pictures are drawn anew and PDFs checked by `portal.pictures`; sound and film are kept
as they came and only ever sent with their own type.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.pictures import FileRefused, take


MOST = 20 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class FileKind:
    """`media`: "audio" or "video" where a browser plays it."""

    type: str
    label: str
    media: str = ""


KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", "PDF"),
    "jpeg": FileKind("image/jpeg", "JPEG"),
    "png": FileKind("image/png", "PNG"),
    "mp3": FileKind("audio/mpeg", "MP3", "audio"),
    "m4a": FileKind("audio/mp4", "M4A", "audio"),
    "mp4": FileKind("video/mp4", "MP4", "video"),
}

TOO_LARGE = _("The file is larger than 20 MB. Make it shorter or smaller.")


def recognise(data: bytes) -> tuple[str, bytes]:
    """The kind and the clean bytes; raises `FileRefused`."""
    if len(data) > MOST:
        raise FileRefused(TOO_LARGE)
    played = _played(data)
    if played:
        return played, data
    taken = take(data)
    return taken.kind, taken.data


def _played(data: bytes) -> str | None:
    if data[:3] == b"ID3" or data[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "mp3"
    if data[4:8] == b"ftyp":
        return "m4a" if data[8:11] == b"M4A" else "mp4"
    return None
