"""Sentences out of the code, into the catalogue, and back as Django reads them."""

import gettext
from pathlib import Path

import pytest

from portal import catalogues


TEMPLATE = """
{% load i18n %}
   <p>It's {{ _("first") }}</p>
 {% translate "second" as x %}{% translate "May" context "month" %}
{% blocktranslate trimmed with n=rows %}
    third, with
    {{ n }}
{% endblocktranslate %}
{% blocktranslate count n=rows %}one row{% plural %}{{ n }} rows{% endblocktranslate %}
{% include "a.html" with text=_("fourth") only %}
"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext
label = _("a label")
def count(n):
    return ngettext("%(n)s school", "%(n)s schools", n) % {"n": n}
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny house: one module, one template, no catalogue yet."""
    monkeypatch.setattr(catalogues, "BASE", tmp_path)
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "labels.py").write_text(CODE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def ids(catalogue) -> set:
    return {(m.context, m.id) for m in catalogue if m.id}


def test_every_way_of_asking_for_a_translation_is_found(house: Path):
    found = ids(catalogues.extracted())

    assert found == {
        (None, "first"),
        (None, "second"),
        ("month", "May"),
        (None, "third, with %(n)s"),
        (None, ("one row", "%(n)s rows")),
        (None, "fourth"),
        (None, "a label"),
        (None, ("%(n)s school", "%(n)s schools")),
    }


def test_an_update_keeps_translations_and_those_of_third_parties(house: Path):
    catalogue = catalogues.update()
    catalogue.get("first").string = "i pari"
    catalogue.add("Sign In", "Hyni", user_comments=[catalogues.THIRD_PARTY])
    catalogues.write(catalogue)

    catalogues.update()

    kept = catalogues.read()
    assert kept.get("first").string == "i pari"
    assert kept.get("Sign In").string == "Hyni"
    assert catalogues.is_third_party(kept.get("Sign In"))


def test_a_sentence_that_left_the_code_leaves_the_catalogue(house: Path):
    catalogues.update()
    (house / "portal" / "labels.py").write_text("")

    catalogues.update()

    assert catalogues.read().get("a label") is None


def test_a_changed_sentence_is_new_and_never_guessed(house: Path):
    catalogue = catalogues.update()
    catalogue.get("a label").string = "një emër"
    catalogues.write(catalogue)
    (house / "portal" / "labels.py").write_text(CODE.replace("a label", "a new label"))

    catalogues.update()

    message = catalogues.read().get("a new label")
    assert message.string == ""
    assert not message.fuzzy


def test_the_same_sentences_write_the_same_bytes(house: Path):
    catalogues.update()
    once = catalogues.catalogue_path().read_bytes()

    catalogues.update()

    assert catalogues.catalogue_path().read_bytes() == once


def test_the_binary_form_is_what_gettext_reads(house: Path):
    catalogue = catalogues.update()
    catalogue.get(("one row", "%(n)s rows")).string = ("një rresht", "%(n)s rreshta")
    catalogues.write(catalogue)

    with catalogues.compile_catalogue().open("rb") as handle:
        words = gettext.GNUTranslations(handle)

    assert words.ngettext("one row", "%(n)s rows", 1) == "një rresht"
    assert words.ngettext("one row", "%(n)s rows", 7) == "%(n)s rreshta"
    assert words.gettext("second") == "second"
