"""`{% load drafts %}{% autosave form %}`, right after the csrf token of a long form."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest

from portal.drafts import fields_of, fill, kept_draft, key_of, page_of


register = template.Library()


@register.inclusion_tag("_components/autosave.html", takes_context=True)
def autosave(context: Any, *forms: Any, name: str = "") -> dict[str, Any]:
    """Keep what is typed here while it is typed; put back what was kept.

    `name` tells two forms of one page apart. Write it before the fields.
    """
    request = _request(context)
    if request is None or not request.user.is_authenticated:
        return {}
    draft = kept_draft(request, name)
    if draft:
        fields = fields_of(draft)
        for form in forms:
            fill(form, fields)
    request.autosaves = True  # type: ignore[attr-defined]  # the frame adds the script
    return {
        "key": key_of(request, name),
        "page": page_of(request, draft),
        "draft": draft,
    }


@register.inclusion_tag("_components/autosave_carried.html", takes_context=True)
def autosave_carried(context: Any) -> dict[str, Any]:
    """On a check page between form and sending: whose text goes when it is sent."""
    request = _request(context)
    posted = request.POST if request else {}
    return {"key": posted.get("autosave_key"), "page": posted.get("autosave")}


def _request(context: Any) -> HttpRequest | None:
    found = getattr(context, "request", None)
    if found is None and isinstance(context, Mapping | template.Context):
        found = context.get("request")
    return found
