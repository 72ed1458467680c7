"""Is the process alive? Touches nothing, says nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.access import public


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """`ok` with 200; the database is the operator's other probe."""
    return HttpResponse("ok", content_type="text/plain")
