"""A one-hour code for somebody whom nobody else answers for (a national role)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.actions.vouching import give_code
from portal.models import User


class Command(BaseCommand):
    """`factor_code LOGIN`: after a proof in person; the person is told. Exit 0 or 2."""

    help = "Prints a code, good for one hour, to enrol a new second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["login"].strip().lower()).first()
        if user is None:
            raise CommandError("There is no account with that name.", returncode=2)
        self.stdout.write(give_code(user=user, by=None))
