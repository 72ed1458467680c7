"""Where nothing was loaded yet: a dry run and an unreadable file leave it so."""

import pytest

from tests.training.loading import a_little, load, read_instead
from training import content_files
from training.models import LessonPage


pytestmark = pytest.mark.django_db


def test_a_dry_run_writes_nothing():
    with a_little():
        code, said, _ = load("--dry-run")

    assert code == 0
    assert said[0].startswith("new ")
    assert not LessonPage.objects.exists()


def test_an_unreadable_file_stops_with_a_sentence(monkeypatch, tmp_path):
    (tmp_path / "programmes.toml").write_text("[[programmes]", encoding="utf-8")
    read_instead(monkeypatch, lambda: content_files.read_all(tmp_path))

    code, _said, complaints = load()

    assert code == 2
    assert "programmes.toml cannot be read" in complaints
    assert not LessonPage.objects.exists()
