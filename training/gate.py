"""The checks before a bulk publication, which asks no form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from portal.clock import today
from training.checks.page import check_page
from training.checks.rules import stops
from training.models.page_base import LearningPage


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]
def checked(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    """One text that is stopped stops the whole choice, by name."""
    if action_type != "publish":
        return None
    for page in objects:
        found = page.specific.get_latest_revision_as_object()
        if not isinstance(found, LearningPage):
            continue
        for finding in stops(check_page(found, today())):
            messages.error(request, f"{found.title}: {finding.sentence}")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
