"""The units' cards: two forms of one weight in the files, and what is shown of them."""

from collections import Counter

import pytest
from wagtail.blocks import StreamBlockValidationError

from tests.factories.curriculum import curriculum, item_of
from tests.factories.training import publish
from tests.training.loading import loaded_content
from tests.training.written import LANGUAGES, UNITS, named, read, twin, words
from training.card_forms import asked_of, units_with_cards
from training.content_files import key_of
from training.models import UnitPage


pytestmark = pytest.mark.django_db
LINES = {"u3": 6, "u4": 8, "u5": 8, "u6": 10}  # research/training.md (e)
FILES = [unit / f"cards.{code}.toml" for unit in UNITS for code in LANGUAGES]
FILES = [path for path in FILES if path.exists()]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield from loaded_content(django_db_blocker)


def test_the_units_from_grade_five_on_have_cards_and_the_younger_none():
    have = {unit.name for unit in UNITS if read(unit / "unit.toml").get("cards")}

    assert have == {*LINES} == {path.parent.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_both_forms_weigh_the_same(path):
    rows = read(path)["signs"]
    lines = Counter(row["form"] for row in rows)
    signs = Counter(row["form"] for row in rows if row["sign"])

    assert lines["A"] == lines["B"] == LINES[path.parent.name]
    assert signs["A"] == signs["B"] > lines["A"] / 2
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows})


@pytest.mark.parametrize("path", FILES, ids=named)
def test_neither_form_is_longer_to_read(path):
    """Within a tenth of the longer one, or a gain measures the reading."""
    read_in = Counter()
    for row in read(path)["signs"]:
        read_in[row["form"]] += words(row["text"])

    assert min(read_in.values()) * 10 >= max(read_in.values()) * 9, read_in


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_place_gives_the_sign_away(path):
    """Neither the first lines nor a run of more than three are signs alone."""
    for form in ("A", "B"):
        marks = "".join(
            "x" if row["sign"] else "."
            for row in read(path)["signs"]
            if row["form"] == form
        )
        assert "xxxx" not in marks
        assert "...." not in marks


@pytest.mark.parametrize("path", [p for p in FILES if ".sq." in p.name], ids=named)
def test_both_languages_ask_the_same(path):
    def bones(rows):
        return [(row["id"], row["form"], row["sign"]) for row in rows]

    assert bones(read(path)["signs"]) == bones(read(twin(path))["signs"])


def test_the_card_is_read_in_the_reader_s_language(loaded):
    albanian = asked_of(key_of("u3"), "A", "sq")
    english = asked_of(key_of("u3"), "A", "en")

    assert [*albanian] == [*english] == [*"abcdef"]
    assert albanian["a"][0].startswith("Dikush ofron punë")
    assert english["a"][0].startswith("Somebody offers work")
    assert [one.title for one in units_with_cards()] == ["Dredhi dhe premtime"]


def test_a_unit_without_cards_asks_nothing():
    made = curriculum(lessons=1)
    made.unit.cards = []
    publish(made.unit)

    assert asked_of(made.unit.translation_key, "A", "sq") == {}
    assert item_of(made.unit) not in units_with_cards()


def test_an_editor_cannot_make_one_form_heavier():
    made = curriculum(lessons=1)
    page = UnitPage.objects.get(pk=made.unit.pk)
    block = page.cards.stream_block
    heavier = block.to_python(page.cards.get_prep_value()[:-1])

    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(heavier)

    assert "të dy formave" in str(refused.value.non_block_errors.data[0])
