"""A run says what it could not test; where everything is installed, that is a failure."""

import pytest

from tests import browser, postgres, run


@pytest.fixture
def suites(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The databases that would be tested, on a machine with neither program."""
    asked: list[str] = []
    monkeypatch.setattr(postgres, "programs", lambda: None)
    monkeypatch.setattr(browser, "chromium", lambda: None)
    monkeypatch.setattr(postgres, "ended_by_signals", lambda: None)
    monkeypatch.setattr(run, "suite", lambda name, *_: asked.append(name) or 0)
    return asked


def test_what_is_missing_is_said_and_the_rest_runs(suites, monkeypatch, capsys):
    monkeypatch.setattr(run, "CI", False)

    code = run.main([])

    said = capsys.readouterr().out
    assert "PostgreSQL's programs (initdb, postgres) are not here" in said
    assert "Chromium is not here: the journeys are skipped" in said
    assert suites == ["SQLite"]
    assert code == 0


def test_in_ci_nothing_may_be_missing(suites, monkeypatch):
    monkeypatch.setattr(run, "CI", True)

    code = run.main([])

    assert code != 0
    assert suites == []


def test_a_red_run_on_one_database_is_a_red_run(suites, monkeypatch):
    monkeypatch.setattr(run, "CI", False)
    monkeypatch.setattr(run, "suite", lambda *_: 1)

    assert run.main([]) == 1
