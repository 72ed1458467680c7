"""The second factor: set it up, or prove it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access import signed_in


@signed_in
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, and where to set it up."""
    return render(request, "account/second_factor.html")
