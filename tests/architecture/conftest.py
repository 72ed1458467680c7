"""The world of every address: made once for each module, a copy for each test."""

import copy
from collections.abc import Iterator

import pytest

from tests.architecture.world import World, build
from tests.standing import standing


@pytest.fixture(scope="module")
def _world_as_built(django_db_setup, django_db_blocker) -> Iterator[World]:
    yield from standing(django_db_blocker, build)


@pytest.fixture
def world(_world_as_built: World, db) -> World:
    """Two places, their people and their children; see `tests.architecture.world`."""
    return copy.deepcopy(_world_as_built)
