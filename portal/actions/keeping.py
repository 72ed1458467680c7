"""Keeping what is being typed, form by form, until it is sent or thrown away."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from portal import audit
from portal.clock import now
from portal.models import FormDraft, User


MOST_DRAFTS = 50  # of one person; the oldest goes
NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "held_text",
    "autosave",
    "autosave_key",
    "token",
}


class AlreadySent(Exception):
    """This page was sent: what it says now is too late."""


@transaction.atomic
def keep_draft(
    *, by: User, key: str, page: UUID, fields: Mapping[str, list[str]]
) -> FormDraft:
    """Seal what this page holds now over what was kept before.

    One event for each page that begins to write, however often it saves.
    """
    draft = _locked(by, key)
    if draft and draft.spent == page:
        raise AlreadySent
    fresh = draft is None or not draft.body or draft.page != page
    if draft is None:
        draft = FormDraft(user=by, key=key)
    draft.page = page
    draft.body = json.dumps(
        {
            name: values
            for name, values in fields.items()
            if name not in NEVER_KEPT and "password" not in name
        }
    )
    draft.updated_at = now()
    draft.save()
    _make_room(by)
    if fresh:
        audit.record("draft.kept", by=by, obj=draft)
    return draft


@transaction.atomic
def end_draft(*, by: User, key: str, page: UUID) -> None:
    """The page was sent: its text goes, and no late save of it is taken.

    The action that took the text has written its own event.
    """
    draft = _locked(by, key) or FormDraft(user=by, key=key, page=page)
    if draft.page == page:
        draft.body = ""
    draft.spent, draft.updated_at = page, now()
    draft.save()


@transaction.atomic
def drop_draft(*, by: User, key: str) -> None:
    """The writer throws the text away; a window still open on it keeps nothing more."""
    draft = _locked(by, key)
    if draft is None or not draft.body:
        return
    draft.body, draft.spent, draft.updated_at = "", draft.page, now()
    draft.save()
    audit.record("draft.dropped", by=by, obj=draft)


def _locked(user: User, key: str) -> FormDraft | None:
    """The row of this form; its writer is locked, so that two saves make one row."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
    return FormDraft.objects.filter(user=user, key=key).first()


def _make_room(user: User) -> None:
    rows = FormDraft.objects.filter(user=user).order_by("-updated_at")
    old = list(rows.values_list("pk", flat=True)[MOST_DRAFTS : MOST_DRAFTS * 2])
    if old:
        FormDraft.objects.filter(pk__in=old).delete()
