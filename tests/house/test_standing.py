"""Rows made once for a module: each test finds them as made; afterwards they are gone."""

import pytest

from portal.models import User
from tests.factories.portal import UserFactory
from tests.standing import standing


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing_pk(django_db_setup, django_db_blocker):
    yield from standing(django_db_blocker, lambda: UserFactory(name="E para").pk)


@pytest.mark.parametrize("_time", ["first", "second"])
def test_what_a_test_changes_no_other_test_finds(standing_pk, _time):
    user = User.objects.get(pk=standing_pk)
    assert (user.name, User.objects.count()) == ("E para", 1)

    User.objects.update(name="E dyta")
    UserFactory()


def test_after_the_last_test_nothing_is_left(django_db_blocker):
    made = standing(django_db_blocker, UserFactory)
    user = next(made)
    assert User.objects.filter(pk=user.pk).exists()

    assert next(made, None) is None

    assert not User.objects.filter(pk=user.pk).exists()


def test_what_could_not_be_made_leaves_nothing(django_db_blocker):
    before = User.objects.count()

    def break_off():
        UserFactory()
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        next(standing(django_db_blocker, break_off))

    assert User.objects.count() == before
