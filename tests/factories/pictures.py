"""Pictures of lessons."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image


def a_picture() -> str:
    """The file name of a picture where Wagtail puts what it has cut to size."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    name = default_storage.save("images/window.png", ContentFile(drawn.getvalue()))
    return name.rpartition("/")[2]
