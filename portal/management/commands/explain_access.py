"""Why somebody may, or may not: which post gives which permission where."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from portal.access import Grant, Grants, Place, VisibleQuerySet, grants
from portal.models import User
from portal.permissions import Permission
from portal.places import covers, describe, find_place
from portal.roles import PlaceKind


class Command(BaseCommand):
    """`explain_access LOGIN [OBJECT]`; OBJECT is `app.model:uid` or a place's code."""

    help = "Says which post gives which permission where. Exit 0, or 2 if unknown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument(
            "object", nargs="?", help="app.model:uid, for example schools.pupil:…"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["login"].strip().lower()).first()
        if user is None:
            raise CommandError("There is no account with that name.", returncode=2)
        asked = options["object"]
        if asked and ":" in asked:
            self._object(user, *asked.split(":", 1))
        elif asked:
            self._place(user, asked)
        else:
            self._all(grants(user))

    def _all(self, held: Grants) -> None:
        self.stdout.write(_state(held))
        for grant in held.all:
            self.stdout.write(_heading(grant))
            for permission in sorted(grant.role.permissions):
                self.stdout.write(f"    {permission}")

    def _place(self, user: User, code: str) -> None:
        places = _places(code)
        if not places:
            raise CommandError(
                f"There is no place with the code {code!r}.", returncode=2
            )
        held = grants(user)
        self.stdout.write(_state(held))
        reached = [g for g in held.all if any(covers(g.place, p) for p in places)]
        for grant in reached:
            given = ", ".join(sorted(grant.role.permissions))
            self.stdout.write(f"{_heading(grant)}\n    {given}")
        if not reached:
            self.stdout.write("No post of theirs is at this place.")

    def _object(self, user: User, label: str, uid: str) -> None:
        row = _row(label, uid)
        found = False
        for permission in Permission:
            if _sees(user, row, permission):
                found = True
                holders = (_heading(g) for g in grants(user).having(permission))
                self.stdout.write(f"{permission}: {'; '.join(holders)}")
        if not found:
            self.stdout.write("This account cannot see it, by any permission.")


def _state(held: Grants) -> str:
    if not held.all:
        return "This account holds no granted post today: it opens nothing."
    factor = "is asked for" if held.second_factor else "is not asked for"
    return f"{len(held.all)} granted post(s) today; a second factor {factor}."


def _heading(grant: Grant) -> str:
    words = describe(grant.place)
    where = f"{words.label} ({words.code})" if words and words.code else "the nation"
    deputy = ", as deputy" if grant.deputy else ""
    return f"{grant.role.key} at {where}{deputy}, post {grant.post}"


def _places(code: str) -> list[Place]:
    kinds = [kind for kind in PlaceKind if kind != PlaceKind.NATION]
    found = [(kind, find_place(kind, code)) for kind in kinds]
    return [Place(kind, place.id) for kind, place in found if place]


def _row(label: str, uid: str) -> Model:
    try:
        model = apps.get_model(label)
        row: Model | None = model._default_manager.filter(uid=UUID(uid)).first()
    except (LookupError, ValueError):
        raise CommandError(
            "Name an object as app.model:uid, for example schools.pupil:…",
            returncode=2,
        ) from None
    if row is None:
        raise CommandError("There is no such object.", returncode=2)
    return row


def _sees(user: User, row: Model, permission: Permission) -> bool:
    rows = type(row)._default_manager.all()
    if not isinstance(rows, VisibleQuerySet):
        raise CommandError("Nobody's view of such objects is limited.", returncode=2)
    return rows.visible_to(user, permission).filter(pk=row.pk).exists()
