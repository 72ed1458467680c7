"""The pictures of the lessons, as Wagtail has cut them to size.

Nothing else that was uploaded has an address below /media/: what belongs to a child is
sealed in the private folder and has a page of its own.
"""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.access import signed_in


FOLDER = "images"  # where Wagtail puts its renditions
TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


@signed_in
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One picture by its file name, which changes with its content; cut to a page's
    size it is small enough to be read whole."""
    kind = TYPES.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise Http404
    try:
        with default_storage.open(f"{FOLDER}/{name}") as handle:
            data = handle.read()
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
    answer = HttpResponse(data, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
