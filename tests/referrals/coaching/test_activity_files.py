"""The activities as files: enough of them, whole, safe, the same in both languages."""

import re
from collections import Counter

import pytest

from portal.content import ContentUnreadable
from referrals.activity_files import FOLDER, LANGUAGES, read_activities
from referrals.models import CoachingActivity
from referrals.models.activities import BANDS
from tests.wording import out_of_glossary


ACTIVITIES = read_activities()
TEXTS = ("title", "aim", "materials", "steps", "watch", "stop", "avoid")
EVERY = [(name, code) for name in ACTIVITIES for code in LANGUAGES]
# What belongs to a clinic and not to a school; and what sets a child apart.
CLINIC = {
    "sq": r"terapi|diagnoz|traum|pacient|klient|simptom|çrregullim|test(?:i|o)\b",
    "en": r"therap|diagnos|traum|patient\b|client|symptom|disorder|\btest\b",
}
# Where the help is, in the words of each language.
HELP = {
    "sq": r"\brefero|\breferim|NJMF|\b129\b",
    "en": r"\brefer|\b129\b|child protection unit",
}
NOT_ASKED = {"sq": r"\bMos\b", "en": r"\b(?:Do not|Never|No|Play no)\b"}

every_file = pytest.mark.parametrize(("name", "code"), EVERY)


def said(name: str, code: str) -> str:
    return "\n".join(ACTIVITIES[name][code][field] for field in TEXTS)


def test_there_are_twenty_at_least_and_two_for_every_purpose():
    purposes = Counter(one["sq"]["purpose"] for one in ACTIVITIES.values())

    assert len(ACTIVITIES) >= 20
    assert set(purposes) == set(CoachingActivity.Purpose.values)
    assert min(purposes.values()) >= 2


@pytest.mark.parametrize("band", BANDS)
def test_every_age_has_ten_to_choose_from(band):
    youngest, oldest = BANDS[band]
    fitting = [
        name
        for name, one in ACTIVITIES.items()
        if one["sq"]["youngest"] <= oldest and one["sq"]["oldest"] >= youngest
    ]

    assert len(fitting) >= 10


@pytest.mark.parametrize("name", ACTIVITIES)
def test_both_languages_have_the_same_bones(name):
    def bones(code: str) -> list[object]:
        one = ACTIVITIES[name][code]
        lines = [len(one[field].splitlines()) for field in ("materials", "steps")]
        return [one["purpose"], one["youngest"], one["oldest"], one["minutes"], lines]

    assert bones("sq") == bones("en")
    assert said(name, "sq") != said(name, "en")


@every_file
def test_an_activity_is_short_enough_for_one_talk_and_whole(name, code):
    one = ACTIVITIES[name][code]

    assert 10 <= one["minutes"] <= 40
    assert 5 <= len(one["steps"].splitlines()) <= 7
    assert 180 <= len(said(name, code).split()) <= 340


@every_file
def test_it_says_when_to_stop_whom_to_tell_and_what_not_to_ask(name, code):
    one = ACTIVITIES[name][code]

    assert re.search(HELP[code], one["stop"])
    assert re.search(NOT_ASKED[code], one["avoid"])
    assert all(len(one[field].split()) >= 12 for field in ("watch", "stop", "avoid"))


@every_file
def test_no_word_labels_a_child_or_leaves_the_glossary(name, code):
    assert out_of_glossary(said(name, code), code) == []


@every_file
def test_nothing_asks_for_a_clinic(name, code):
    assert re.findall(CLINIC[code], said(name, code), re.IGNORECASE) == []


@every_file
def test_albanian_speaks_to_the_protector_politely(name, code):
    """Commands outside the quotation marks are in the plural; what is said to a child
    stands inside them."""
    outside = re.sub(r"«[^»]*»", "", said(name, code))

    assert code != "sq" or not re.search(r"\b(?:ti|ty|tënde|yt)\b", outside)


@pytest.mark.parametrize(
    ("code", "text"),
    [("sq", "Bëni një diagnozë."), ("sq", "Terapia e parë"), ("en", "the symptoms")],
)
def test_the_list_of_the_clinic_bites(code, text):
    assert re.search(CLINIC[code], text, re.IGNORECASE)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_two_activities_share_a_paragraph(code):
    lines = Counter(
        line
        for one in ACTIVITIES.values()
        for field in TEXTS
        for line in one[code][field].splitlines()
        if len(line.split()) >= 5
    )

    assert [text for text, times in lines.items() if times > 1] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_of_the_cautions_stands_twice(code):
    sentences = Counter(
        sentence
        for one in ACTIVITIES.values()
        for field in ("watch", "stop", "avoid")
        for sentence in re.split(r"(?<=[.!?;])\s+", one[code][field])
        if len(sentence.split()) >= 5
    )

    assert [text for text, times in sentences.items() if times > 1] == []


def test_a_language_that_lacks_is_named(tmp_path):
    source = next(FOLDER.glob("*.sq.toml"))
    (tmp_path / source.name).write_text(source.read_text("utf-8"), "utf-8")

    with pytest.raises(ContentUnreadable, match=r"\.en\.toml is missing"):
        read_activities(tmp_path)


def test_a_field_that_lacks_is_named(tmp_path):
    for code in LANGUAGES:
        (tmp_path / f"one.{code}.toml").write_text('title = "A"\nages = [6, 9]\n')

    with pytest.raises(ContentUnreadable, match="has no 'purpose'"):
        read_activities(tmp_path)


def test_an_empty_folder_is_no_library(tmp_path):
    with pytest.raises(ContentUnreadable, match="no activity"):
        read_activities(tmp_path)
