"""The auditor's page: who did what and when, never the content."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import require
from portal.audit.wording import say, words
from portal.listing import CodeFilter, Column, Listing
from portal.models import AuditEvent, User
from portal.permissions import Permission
from portal.time_words import moment


@require(Permission.AUDIT_READ)
@require_safe
def history(request: HttpRequest) -> HttpResponseBase:
    """Newest first; filters by act. Reading history is itself recorded."""
    known = words()
    listing = Listing(
        request,
        AuditEvent.objects.only("id", "at", "actor", "verb", "object_type"),
        [
            Column("at", _("When"), lambda e: moment(e.at), sort="id"),
            Column("actor", _("Who"), batch=_actors),
            Column("verb", _("What"), lambda e: say(e.verb, known), sort="verb"),
            Column("kind", _("On what"), "object_type"),
        ],
        name="history",
        label=_("History"),
        default_sort="-at",
        filters=[CodeFilter("verb", _("What"), lambda: _acts(known), _with_verb)],
        counted=lambda n: ngettext("%(count)s event", "%(count)s events", n),
    )
    audit.record("history.read", by=_reader(request))
    if listing.wants_file:
        return listing.response()
    return render(request, "portal/history.html", {"listing": listing})


def _reader(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _acts(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted(
        ((verb, str(text)) for verb, text in known.items()), key=lambda p: p[1]
    )


def _with_verb(rows: QuerySet[AuditEvent], code: str) -> QuerySet[AuditEvent]:
    return rows.filter(verb=code)


def _actors(ids: list[int]) -> dict[int, str]:
    """The sign-in names of those who acted; the operator has none."""
    pairs = dict(AuditEvent.objects.filter(pk__in=ids).values_list("id", "actor"))
    known: dict[UUID, str] = dict(
        User.objects.filter(uid__in=[a for a in pairs.values() if a]).values_list(
            "uid", "username"
        )
    )
    operator = gettext("the operator")
    return {
        key: known.get(actor, "") if actor else operator for key, actor in pairs.items()
    }
