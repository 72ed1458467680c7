"""Pictures of lessons reach whoever is signed in; nothing else lies below /media/."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from tests.factories.pictures import a_picture
from tests.factories.schools import granted_post


pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return f"/media/images/{a_picture()}"


@pytest.fixture
def client(client_of):
    return client_of(granted_post("teacher").staff.user)


def test_a_teacher_sees_the_picture_of_a_lesson_and_keeps_it(client, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"\x89PNG")


def test_nobody_is_sent_to_sign_in(address):
    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "path",
    [
        "/media/images/missing.png",
        "/media/images/..%2Fsecret.png",
        "/media/images/page.html",
        "/media/images/drawing.svg",
        "/media/original_images/test.png",
        "/media/secret.png",
    ],
)
def test_what_is_no_picture_of_a_lesson_does_not_exist(client, path):
    for name in ("secret.png", "images/page.html", "images/drawing.svg"):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(b"<p>kept from others</p>"))

    assert client.get(path).status_code == 404
