"""What stops a publication and what only warns; each sentence says what to do."""

import datetime as dt

import pytest

from training.checks.freshness import is_fresh, is_in_force
from training.checks.law import named_articles
from training.checks.rules import Level, Part, Text, check, stops


ON = dt.date(2026, 11, 26)


def text(words="Një fjali.", **given):
    given.setdefault("language", "sq")
    part = Part("udhëzuesi", (words,), given.pop("last_grade", None), True, True)
    return Text(parts=given.pop("parts", (part,)), **given)


def found(made):
    return [(finding.level, finding.rule) for finding in check(made)]


def test_a_plain_text_passes():
    assert check(text()) == []


def test_without_whom_to_tell_it_stops():
    part = Part("fleta", ("Një fjali.",), 6, must_tell=True, tells=False)

    assert found(text(parts=(part,))) == [(Level.STOP, "tell")]
    assert "fleta" in check(text(parts=(part,)))[0].sentence


@pytest.mark.parametrize(
    ("picture", "rule"),
    [
        (("Një fëmijë", "child"), "picture"),
        (("  ", "drawing"), "alt"),
        (("Një shtëpi", "drawing"), None),
        (("Dy mësuese", "adults"), None),
    ],
)
def test_a_picture_shows_no_child_and_has_words(picture, rule):
    expected = [(Level.STOP, rule)] if rule else []

    assert found(text(pictures=(picture,))) == expected


@pytest.mark.parametrize(
    ("words", "language", "level"),
    [
        ("Viktima u gjet.", "sq", Level.STOP),
        ("Ai ra dakord.", "sq", Level.STOP),
        ("The victims came.", "en", Level.STOP),
        ("Fëmijët romë.", "sq", Level.WARN),
        ("Fëmijët në shkollë.", "sq", None),
        ("Romani i ri.", "sq", None),
    ],
)
def test_words_that_label_stop_and_groups_warn(words, language, level):
    made = found(text(words, language=language))

    assert [found_level for found_level, _rule in made] == ([level] if level else [])


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (
            "Sipas nenit 110/a dhe ligjit nr. 18/2017.",
            ["nenit 110/a", "ligjit nr. 18/2017."],
        ),
        ("See article 3.", ["article 3"]),
        ("Vendimi (nr. 578, 3.10.2018)", ["nr. 578, 3.10.2018"]),
        ("a law (no. 18/2017)", ["no. 18/2017"]),
        ("Ligji 18/2017 për fëmijët", ["Ligji 18/2017"]),
        ("as Law 18/2017 says", ["Law 18/2017"]),
        ("(art. 110/a)", ["art. 110/a"]),
        ("neni i 110-të i Kodit", ["neni i 110-të"]),
        ("shihni nenet 110 dhe 128", ["nenet 110 dhe 128"]),
        ("articles 3, 7 and 24", ["articles 3, 7 and 24"]),
        ("neni 3 ose 4", ["neni 3 ose 4"]),
        ("Kodi Penal, 110/a", ["Kodi Penal, 110/a"]),
        ("the Criminal Code (128/b)", ["Criminal Code (128/b"]),
        ("VKM 578/2018", ["VKM 578/2018"]),
        ("sipas VKM-së nr. 578", ["VKM-së nr. 578"]),
        ("vendimi 578/2018", ["vendimi 578/2018"]),
        ("më 12/2026", []),
        ("5/6 e nxënësve", []),
        ("klasa 6/a dhe klasa 7/b", []),
        ("Kodi Penal 1995", []),
        ("Kodi i derës, 12", []),
        ("klasa e art 5", []),
        ("Ligji mbron 18 fëmijë.", []),
        ("Shkolla nr. 5", []),
        ("Ligji mbron çdo fëmijë.", []),
        ("Një artikull gazete.", []),
    ],
)
def test_an_article_is_known_by_its_number(words, named):
    assert named_articles((words,)) == named


@pytest.mark.parametrize(
    ("articles", "rules"),
    [
        ((), ["law"]),
        ((("Neni 3", True),), []),
        ((("Neni 3", False),), ["law", "stale_law"]),
        ((("Neni 3", True), ("Neni 4", False)), ["stale_law"]),
    ],
)
def test_a_named_article_needs_a_fresh_check(articles, rules):
    made = text("Shihni nenin 3.", articles=articles)

    assert [finding.rule for finding in stops(check(made))] == rules


@pytest.mark.parametrize(
    ("words", "checked", "missing"),
    [
        ("Neni 110/a.", "Kodi Penal, neni 110/a", ""),
        ("Neni 110/A.", "Kodi Penal, 110/a", ""),
        ("Neni i 110-të.", "Kodi Penal, neni 110", ""),
        ("Neni 110.", "Kodi Penal, neni 110/a", "Neni 110"),
        ("Neni 110a.", "Kodi Penal, neni 110/a", ""),
        ("Neni 110a.", "Kodi Penal, neni 110", "Neni 110a"),
        ("Neni 128.", "Kodi Penal, neni 110/a", "Neni 128"),
        ("Nenet 7 dhe 28.", "Konventa, nenet 7, 24, 28 dhe 32", ""),
        ("Nenet 7 dhe 29.", "Konventa, nenet 7, 24, 28 dhe 32", "Nenet 7 dhe 29"),
        ("Neni 18.", "Ligji nr. 18/2017", "Neni 18"),
        ("Ligji nr. 18/2017", "Kodi Penal, neni 110/a", ""),  # no number to compare
    ],
)
def test_each_article_named_needs_a_reference_with_its_number(words, checked, missing):
    found = stops(check(text(words, articles=((checked, True),))))

    assert [finding.rule for finding in found] == (["law"] if missing else [])
    assert all(missing in finding.sentence for finding in found)


def test_long_sentences_for_the_grade_warn_and_do_not_stop():
    words = "Kjo fjali ka shumë fjalë dhe prandaj nuk e lexon dot një nxënës i vogël."

    assert found(text(words, last_grade=2)) == [(Level.WARN, "sentence")]
    assert found(text(words)) == []


def test_a_safety_change_and_an_uncalled_number_warn():
    made = text(
        safety=True,
        note="Ndryshoi numri.",
        numbers=(("ALO: 116 111", False), ("129", True)),
    )

    assert found(made) == [(Level.WARN, "number"), (Level.WARN, "safety")]


def test_a_safety_change_that_does_not_say_what_changed_is_stopped():
    assert (Level.STOP, "safety_note") in found(text(safety=True, note="  "))


def test_what_stops_comes_first():
    made = text("Viktima u gjet.", safety=True, note="Ndryshoi.")

    assert [level for level, _rule in found(made)] == [Level.STOP, Level.WARN]


@pytest.mark.parametrize(
    ("checked_on", "fresh"),
    [
        (None, False),
        (ON, True),
        (dt.date(2025, 11, 26), True),
        (dt.date(2025, 11, 25), False),
        (dt.date(2026, 11, 27), False),
    ],
)
def test_a_check_is_fresh_for_twelve_months_to_the_day(checked_on, fresh):
    assert is_fresh(checked_on, ON) is fresh


@pytest.mark.parametrize(
    ("first", "last", "in_force"),
    [
        (None, None, True),
        (ON, ON, True),
        (dt.date(2027, 1, 1), None, False),
        (None, dt.date(2026, 11, 25), False),
    ],
)
def test_an_article_is_in_force_between_its_days(first, last, in_force):
    assert is_in_force(first, last, ON) is in_force
