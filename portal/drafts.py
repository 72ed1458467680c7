"""Which form a draft belongs to, and putting it back. Recipe: docs/decisions/0016.

In a template, right after `{% csrf_token %}`: `{% load drafts %}{% autosave form %}`.
Only a view that fills its page from something else than its forms asks `restored()`.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, QueryDict

from portal.models import FormDraft, User


KEY = re.compile(r"[a-z0-9_]+(:[a-z0-9_]+)?(/[\w.-]+)*(\?[0-9a-f]{16})?(#\w+)?")
MOST_BYTES = 64 * 1024


def key_of(request: HttpRequest, name: str = "") -> str:
    """View name, what stands in the address, a digest of the query, the form's name.

    The query belongs to it: the same form asked for two children is two forms.
    """
    match = request.resolver_match
    if match is None:
        return ""
    values = "".join(f"/{value}" for value in match.kwargs.values())
    query = request.GET.urlencode()
    digest = hashlib.sha256(query.encode()).hexdigest()[:16]
    return (
        f"{match.view_name}{values}"
        f"{f'?{digest}' if query else ''}{f'#{name}' if name else ''}"
    )


def is_key(text: str) -> bool:
    """Whether this can name a form of ours."""
    return len(text) <= 200 and KEY.fullmatch(text) is not None


def kept_draft(request: HttpRequest, name: str = "") -> FormDraft | None:
    """What this person had typed into this form; asked once a page."""
    if request.method not in ("GET", "HEAD") or not isinstance(request.user, User):
        return None
    found: dict[str, FormDraft | None] = request.__dict__.setdefault("_drafts", {})
    key = key_of(request, name)
    if key not in found:
        row = FormDraft.objects.filter(user=request.user, key=key).first()
        found[key] = row if row and row.body else None
    return found[key]


def fields_of(draft: FormDraft) -> QueryDict:
    """The fields as they were typed."""
    fields = QueryDict(mutable=True)
    for field, values in json.loads(draft.body).items():
        fields.setlist(field, values)
    return fields


def restored(request: HttpRequest, name: str = "") -> QueryDict:
    """The fields kept for this page, or none: `given = request.POST or restored(…)`."""
    draft = kept_draft(request, name)
    return fields_of(draft) if draft else QueryDict()


def page_of(request: HttpRequest, draft: FormDraft | None) -> UUID:
    """The number of this page: of the draft that it carries on, of the form sent."""
    if draft:
        return draft.page
    try:
        return UUID(request.POST.get("autosave", ""))
    except ValueError:
        return uuid4()


def fill(form: Any, fields: QueryDict) -> None:
    """Put the kept values into a form, or a formset, that is not sent yet."""
    for one in _forms(form):
        if one.is_bound:
            continue
        for name, field in one.fields.items():
            html_name, widget = one.add_prefix(name), field.widget
            if _is_kept(name, field) and not widget.value_omitted_from_data(
                fields, {}, html_name
            ):
                value = widget.value_from_datadict(fields, {}, html_name)
                one.initial = {**one.initial, name: value}
        one._bound_fields_cache = {}  # type: ignore[attr-defined]


def _forms(form: Any) -> Iterator[forms.BaseForm]:
    if isinstance(form, forms.BaseFormSet):
        yield from form.forms
    elif isinstance(form, forms.BaseForm):
        yield form


def _is_kept(name: str, field: forms.Field) -> bool:
    """Not a file, not a number of sending, not what nobody may change."""
    files = isinstance(field.widget, forms.FileInput)
    secret = isinstance(field.widget, forms.PasswordInput)
    return name != "token" and not (files or secret or field.disabled)
