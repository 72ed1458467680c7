"""Rows that all tests of one module find, made once and never changed.

Some worlds cost more to make than a test that walks through them. They are made in a
transaction that stays open as long as the module lasts; each test is a savepoint in
it and is rolled back to it. A module with such rows has no test that commits
(`transaction=True`) and none that needs an empty database.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import transaction


Made = TypeVar("Made")


def standing(blocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` returns, for a fixture of a module that yields from this.

    `blocker` is pytest-django's `django_db_blocker`. What is returned is the same
    object for every test: hand each test a copy of what it could change.
    """
    around = transaction.atomic()
    with blocker.unblock():
        around.__enter__()
        try:
            made = make()
        except BaseException as error:
            around.__exit__(type(error), error, error.__traceback__)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
