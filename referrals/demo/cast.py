"""The accounts of the story's people."""

from portal.models import User
from schools.demo.story import Person


def account_of(person: Person) -> User:
    """The account with which this person signs in."""
    return User.objects.get(username=person.login)
