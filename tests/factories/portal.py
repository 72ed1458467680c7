"""Accounts for tests."""

import factory

from portal.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """An active account; `name` is plainly fictional."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@shembull.example")
    name = "Prova Shembulli"
    language = "en"
