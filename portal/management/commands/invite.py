"""Invite somebody from the command line: the way the first administrator comes in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.actions.inviting import NoSuchPlace, invite, link_of
from portal.models import User
from portal.roles import ROLES, PlaceKind


class Command(BaseCommand):
    """`invite EMAIL ROLE [PLACE]`; prints the one-use link. Exit 0 or 2."""

    help = "Prints a link, good once for 72 hours, that makes an account with a post."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="e-mail, or a staff code for people without")
        parser.add_argument("role", help=", ".join(ROLES))
        parser.add_argument(
            "place",
            nargs="?",
            default="",
            help="code of the school, directorate or municipality; none for the nation",
        )
        parser.add_argument("--agency", default="", help="for a table_member")

    def handle(self, *args: Any, **options: Any) -> None:
        role, place, login = options["role"], options["place"], options["email"]
        _check(role, place, options["agency"])
        try:
            _invitation, token = invite(
                username=login,
                email=login if "@" in login else "",
                role=role,
                place=place,
                agency=options["agency"],
                by=None,
            )
        except NoSuchPlace:
            raise CommandError(
                f"There is no {ROLES[role].place} with the code {place!r}.",
                returncode=2,
            ) from None
        if User.objects.filter(username=login.strip().lower()).exists():
            self.stderr.write(
                "This account exists; its owner signs in to use the link."
            )
        self.stdout.write(link_of(token))


def _check(role: str, place: str, agency: str) -> None:
    problem = ""
    if role not in ROLES:
        problem = f"Unknown role {role!r}. Roles: {', '.join(ROLES)}."
    elif ROLES[role].place == PlaceKind.NATION and place:
        problem = f"The role {role} is held for the whole nation: give no place."
    elif ROLES[role].place != PlaceKind.NATION and not place:
        problem = f"The role {role} is held at a {ROLES[role].place}: give its code."
    elif role == "table_member" and not agency:
        problem = "A table_member speaks for an agency: give --agency."
    if problem:
        raise CommandError(problem, returncode=2)
