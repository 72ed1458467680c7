"""The first wall: who may do what where, asked in the same words everywhere.

A *grant* is one post's rights at one place. Views name the permission they need in
their guard; querysets about a person filter by the places where the user holds it.
Out of reach does not exist: 404, the same as an unknown code.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from portal import audit
from portal.clock import today
from portal.hooks import GrantSource, registered
from portal.permissions import Permission
from portal.roles import ROLES, PlaceKind, Role


if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.models import User

M = TypeVar("M", bound=models.Model)
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Place:
    """Where a post is held: its kind and the row's id (0 for the nation)."""

    kind: PlaceKind
    id: int = 0


@dataclass(frozen=True)
class Grant:
    """One post's rights: the role, the place, and which post it is (for the audit).

    `deputy` is true when the post is another person's and this user stands in.
    """

    role: Role
    place: Place
    post: UUID
    deputy: bool = False


class Grants:
    """All that a user may do today, with where."""

    def __init__(self, grants: Iterable[Grant]) -> None:
        self.all = tuple(grants)
        self.permissions = frozenset(p for g in self.all for p in g.role.permissions)

    def having(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants that hold the permission."""
        return tuple(g for g in self.all if permission in g.role.permissions)

    def has(self, permission: Permission) -> bool:
        """Whether the permission is held anywhere."""
        return permission in self.permissions

    def has_any(self, permissions: Iterable[Permission]) -> bool:
        """Whether one of the permissions is held anywhere."""
        return not self.permissions.isdisjoint(permissions)

    @property
    def roles(self) -> frozenset[str]:
        """The keys of the roles held."""
        return frozenset(g.role.key for g in self.all)

    @property
    def second_factor(self) -> bool:
        """Whether one of the roles asks for a second factor in the session."""
        return any(g.role.second_factor for g in self.all)

    def place_ids(self, permission: Permission, kind: PlaceKind) -> list[int]:
        """The ids of the places of that kind where the permission is held."""
        return [g.place.id for g in self.having(permission) if g.place.kind == kind]


def grants(user: "User | AnonymousUser", *, on: dt.date | None = None) -> Grants:
    """What the user may do on a day (default today); one query, kept on the user.

    A grant ends with its post: the next request asks again.
    """
    if not user.is_authenticated or not user.is_active:
        return Grants(())
    day = on or today()
    kept: tuple[dt.date, Grants] | None = getattr(user, "_grants", None)
    if kept and kept[0] == day:
        return kept[1]
    found = Grants(
        g for source in registered(GrantSource) for g in source.grants(user, day)
    )
    user.__dict__["_grants"] = (day, found)
    return found


class VisibleQuerySet(models.QuerySet[M]):
    """The base of every queryset about a person: says who may see which rows."""

    def visible_to(self, user: "User", permission: Permission) -> Self:
        """The rows within the user's reach for that permission."""
        raise NotImplementedError


def get_visible_or_404(
    source: Any, user: "User", permission: Permission, **lookup: Any
) -> Any:
    """The one row within reach, or a 404 that is the same for absent and forbidden.

    `source` is a model with a `VisibleQuerySet` manager, or such a queryset. A miss
    is audited as a denied request, with the address asked for and nothing else.
    """
    rows = source if isinstance(source, models.QuerySet) else source.objects.all()
    try:
        return (
            cast("VisibleQuerySet[Any]", rows)
            .visible_to(user, permission)
            .get(**lookup)
        )
    except (rows.model.DoesNotExist, ValueError, ValidationError):
        audit.record_denied(
            by=user, verb=permission.value, asked=rows.model._meta.label_lower
        )
        raise Http404 from None


def _stamp(view: View, rule: str) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Marks a page that anybody may open; nothing about a person is on it."""
    return _stamp(view, "public")


def signed_in(view: View) -> View:
    """A page for every signed-in person, whatever the role."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(_return_path(request))
        with audit.denials_stay():
            return view(request, *args, **kwargs)

    return _stamp(guarded, "signed_in")


def require(*permissions: Permission) -> Callable[[View], View]:
    """A page for those who hold one of the permissions somewhere; else 404."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(_return_path(request))
            if not grants(request.user).has_any(permissions):
                audit.record_denied(
                    by=request.user,
                    verb=permissions[0].value,
                    asked=_asked(request),
                )
                raise Http404
            with audit.denials_stay():
                return view(request, *args, **kwargs)

        return _stamp(guarded, " | ".join(permissions))

    return decorate


def _return_path(request: HttpRequest) -> str:
    """Where to come back to: a page that can be opened, never a form's target."""
    return request.get_full_path() if request.method == "GET" else request.path


def _asked(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def role_of(user: "User", permission: Permission) -> str:
    """The key of the first role that gives the permission, for the audit."""
    held = grants(user).having(permission)
    return held[0].role.key if held else ""


__all__ = [
    "ROLES",
    "Grant",
    "Grants",
    "Place",
    "VisibleQuerySet",
    "get_visible_or_404",
    "grants",
    "public",
    "require",
    "role_of",
    "signed_in",
]
