"""What pages need of other packages is copied by a list, and a wrong list is told."""

from pathlib import Path

import pytest

from portal import front


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("MODULES", "SOURCES", "BUILT"):
        monkeypatch.setattr(front, name, tmp_path / name.lower())
        (tmp_path / name.lower()).mkdir()
    monkeypatch.setattr(front, "compile_style_sheet", lambda: None)
    (tmp_path / "modules" / "kit").mkdir()
    (tmp_path / "modules" / "kit" / "one.svg").write_text("1")
    (tmp_path / "modules" / "kit" / "two.svg").write_text("2")
    return tmp_path


def test_a_file_and_a_pattern_are_copied(workshop: Path):
    listing = "# what we need\nkit/one.svg icon.svg\nkit/*.svg images/ # all of them\n"
    (workshop / "sources" / "copies.txt").write_text(listing)

    code = front.main()

    assert code == 0
    assert (workshop / "built" / "icon.svg").read_text() == "1"
    assert (workshop / "built" / "images" / "two.svg").read_text() == "2"


def test_a_line_that_matches_nothing_is_an_error(workshop: Path, capsys):
    (workshop / "sources" / "copies.txt").write_text("kit/three.svg images/\n")

    code = front.main()

    assert code == 1
    assert "kit/three.svg" in capsys.readouterr().err
