"""The template is named by what it is made from, and a test leaves nothing behind."""

import shutil
from pathlib import Path

import pytest
from django.db import connection

from portal.models import User
from tests import template_database


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the key is made from, to be changed freely."""
    base = template_database.BASE
    for app in ("portal", *template_database.UPPER):
        shutil.copytree(base / app, tmp_path / app, ignore=_all_but_python)
    shutil.copytree(base / "requirements", tmp_path / "requirements")
    monkeypatch.setattr(template_database, "BASE", tmp_path)
    return tmp_path


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {n for n in names if Path(folder, n).is_file() and not n.endswith(".py")}


def keys() -> tuple[str, str]:
    return template_database.key("ground"), template_database.key("house")


def test_a_migration_upstairs_leaves_the_ground_as_it_is(house: Path):
    ground, whole = keys()

    (house / "schools" / "migrations" / "0099_more.py").write_text("# more\n")

    assert keys()[0] == ground
    assert keys()[1] != whole


def test_another_lock_makes_everything_anew(house: Path):
    ground, whole = keys()

    with (house / "requirements" / "base.txt").open("a") as lock:
        lock.write("another==1\n")

    assert keys()[0] != ground
    assert keys()[1] != whole


def test_a_module_that_a_migration_imports_counts(house: Path):
    (house / "portal" / "said.py").write_text("WORD = 1\n")
    (house / "portal" / "migrations" / "0099_said.py").write_text(
        "from portal.said import WORD\n"
    )
    before = keys()

    (house / "portal" / "said.py").write_text("WORD = 2\n")

    assert keys() != before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(turn: int):
    assert not User.objects.exists()

    User.objects.create(username=f"turn{turn}", name="Turn")

    assert connection.settings_dict["NAME"]
    assert _migrated_rows()


def _migrated_rows() -> bool:
    """What migrations brought is still there, which a flush would have deleted."""
    from wagtail.models import Page

    return Page.objects.filter(depth=1).exists()
