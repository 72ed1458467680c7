"""A lesson's file: what it is is seen from its content; who is signed in gets it."""

from io import BytesIO
from typing import ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.factories.curriculum import curriculum, guide, lesson_file
from tests.factories.schools import granted_post
from tests.factories.training import publish
from training.file_kinds import MOST
from training.models import LessonFile
from training.outline import address_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of):
    return client_of(granted_post("teacher").staff.user)


def jpeg():
    made = BytesIO()
    Image.new("RGB", (4, 4)).save(made, "JPEG", comment=b"hidden words")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "content_type", "saved"),
    [
        (b"ID3\x03" + b"\x00" * 60, "mp3", "audio/mpeg", False),
        (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 60, "mp4", "video/mp4", False),
        (b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 60, "m4a", "audio/mp4", False),
        (jpeg(), "jpeg", "image/jpeg", True),
        (b"%PDF-1.7 x %%EOF", "pdf", "application/pdf", True),
    ],
)
def test_the_type_is_the_contents(client, data, kind, content_type, saved):
    found = lesson_file(data)

    response = client.get(f"/training/files/{found.uid}/")

    assert found.kind == kind
    assert response["Content-Type"] == content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment") == saved
    assert int(response["Content-Length"]) == found.size
    assert b"hidden words" not in response.getvalue()


def test_a_large_file_is_sent_in_pieces(client):
    found = lesson_file(b"ID3\x03" + b"\x07" * 300_000)

    response = client.get(f"/training/files/{found.uid}/")

    assert response.streaming
    pieces = list(response.streaming_content)
    assert max(map(len, pieces)) <= 65_536
    assert sum(map(len, pieces)) == found.size


class Watched(SimpleUploadedFile):
    """Remembers how much of it was asked for."""

    asked: ClassVar[list[int]] = []

    def read(self, size=-1):
        self.asked.append(size)
        return self.file.read(size)


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    made = LessonFile(title="Film", file=Watched("a.mp3", b"ID3\x03" + bytes(MOST + 9)))

    with pytest.raises(ValidationError, match="20 MB"):
        made.full_clean(exclude=["kind", "size"])

    assert Watched.asked == [MOST + 1]


@pytest.mark.parametrize("data", [b"<html><script>", b"PK\x03\x04zip", b"MZ\x90"])
def test_anything_else_is_refused_with_a_sentence(data):
    with pytest.raises(ValidationError) as refused:
        lesson_file(data)

    assert "file" in refused.value.message_dict


def test_nobody_gets_a_file_and_a_lost_one_is_not_found(client):
    found = lesson_file()
    found.file.delete(save=False)

    assert client.get(f"/training/files/{found.uid}/").status_code == 404
    assert Client().get(f"/training/files/{found.uid}/").status_code == 302


def test_a_lesson_says_the_size_and_loads_no_sound_by_itself(client):
    made, found = curriculum(), lesson_file()
    page = made.lessons[0]
    value = {"file": found.pk, "transcript": "<p>Të gjitha fjalët.</p>"}
    page.guide = guide(
        {"type": "media", "value": value},
        {"type": "download", "value": {"file": found.pk, "note": ""}},
    )
    publish(page)

    text = client.get(address_of(page.url_path)).text

    assert 'preload="none"' in text
    assert "Të gjitha fjalët." in text
    assert text.count("MP3, 64") == 2
