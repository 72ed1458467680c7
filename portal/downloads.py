"""A file that leaves: downloaded, never opened inside the portal's pages."""

from django.http import HttpResponse


def as_download(data: bytes, name: str, content_type: str) -> HttpResponse:
    """`name` holds a reference or a number: never a child, a school or a category."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
