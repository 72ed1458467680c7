"""A lesson's file, to whoever is signed in; sound and film play in the page."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from portal.access import signed_in
from training.models import LessonFile


@signed_in
@require_safe
def lesson_file(request: HttpRequest, uid: UUID) -> FileResponse:
    """Sent piece by piece, never whole in memory; closed when it is sent."""
    found = LessonFile.objects.filter(uid=uid).first()
    if found is None:
        raise Http404
    try:
        handle = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(handle, content_type=found.what.type)
    kept = "inline" if found.what.media else "attachment"
    name = f"{found.uid}.{found.kind}"
    answer["Content-Disposition"] = f'{kept}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
