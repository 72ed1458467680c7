"""The accounts of the story's people, and its children."""

from typing import Any

from portal.models import User
from schools.demo.roll import child_code
from schools.demo.story import Person
from schools.models import Pupil


def account_of(person: Person) -> User:
    """The account with which this person signs in."""
    return User.objects.get(username=person.login)


def pupil_of(key: str) -> Any:
    """A child of the story, with the school where it is on the roll."""
    return Pupil.objects.select_related("school").get(code=child_code(key))
