"""What every test stands on: a copied database, a private folder, signed-in clients.

The cast (a teacher, a protector, her head, a neighbour …) comes from `tests.factories`.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.browser import chromium
from tests.own_database import OwnDatabase
from tests.selection import runs_on


DESK = 1280  # pixels

# A slow machine is no failure; in CI chance is the same every time.
hypothesis_settings.register_profile(
    "house", deadline=None, derandomize=bool(os.environ.get("PORTAL_CI"))
)
hypothesis_settings.load_profile("house")


# --- The database ----------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(
    django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A copy of the migrated template, one for each worker of each run."""
    own = OwnDatabase(tmp_path_factory.mktemp("database"))
    with django_db_blocker.unblock():
        own.make()
    own.renew_after_commits()
    yield
    with django_db_blocker.unblock():
        own.drop()


@pytest.fixture(scope="session", autouse=True)
def _private_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes a file where another run or an installation could read it."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(
        DATA_DIR=folder, MEDIA_ROOT=folder / "media", PRIVATE_ROOT=folder / "private"
    ):
        yield


# --- The language ------------------------------------------------------------------
@pytest.fixture(autouse=True)
def _albanian() -> None:
    """A test begins in Albanian, whatever language the one before it was read in.

    Django's own client leaves the language of its last answer behind.
    """
    translation.activate("sq")


# --- Who is signed in --------------------------------------------------------------
@pytest.fixture
def client_of() -> Callable[..., Client]:
    """`client_of(user)`: a browser in which this person signed in, with both factors.

    `client_of(user, factor=False)`: with the password alone.
    """

    def make(user, *, factor: bool = True, **headers: str) -> Client:
        client = Client(**headers)
        client.force_login(
            user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        now = time.time()
        methods = [{"method": "password", "at": now, "username": user.username}]
        if factor:
            methods.append({"method": "mfa", "at": now, "type": "totp"})
        session = client.session
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return make


# --- What costs nothing --------------------------------------------------------------
def pytest_collection_finish() -> None:
    """What was imported stays: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture
def outline_kept(settings) -> Iterator[None]:
    """The outline of the training is kept for a minute, as an installation keeps it."""
    from training import outline_kept as outlines

    settings.OUTLINE_SECONDS = 60
    outlines._kept.clear()
    yield
    outlines._kept.clear()


# --- What runs where ---------------------------------------------------------------
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """What belongs to the other database is not collected (`tests.selection`), nor a
    desk's journey on a phone; journeys need a browser."""
    here = connection.vendor
    gone = [i for i in items if not runs_on(here, i) or _desk_on_a_phone(i)]
    if gone:
        config.hook.pytest_deselected(items=gone)
        without = set(gone)
        items[:] = [item for item in items if item not in without]
    if chromium() is None:
        absent = pytest.mark.skip(reason="no Chromium on this machine")
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(absent)


def _desk_on_a_phone(item: pytest.Item) -> bool:
    way = getattr(item, "callspec", None) and item.callspec.params.get("way")
    return bool(item.get_closest_marker("desk") and way and way[0] < DESK)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is installed (PORTAL_CI=1), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("PORTAL_CI") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("PORTAL_CI=1: skipped tests count as failures.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
