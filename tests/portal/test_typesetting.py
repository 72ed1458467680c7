"""Paper: what was typed is what stands there, whatever was typed."""

import datetime as dt

import pytest
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from portal.typesetting import bilingual, frame, typeset
from referrals.papers import TEMPLATE
from tests.portal.papers import close, words_of


FROM, TO = "KËTUNIS", "KËTUMBARON"
HOSTILE = [
    "#let x = 1 #panic() $a^2$ \\ \" ' @foo <lab> *b* _c_ `x`",
    "// no comment /* nor this */ = no heading\n- no item\n+ nor this",
    '#read("/portal/settings.py") #sys.inputs #import "@preview/x:1.0": *',
    "ëçËÇ «Zamira» – Provëza … 'thonjëza' \"të drejta\"",
    "Ελλάδα Србија 50 € № 3",
    '{"json": [1, null]} \\u0041 &amp; <script>alert(1)</script>',
]
LETTERS = st.characters(
    codec="utf-8",
    categories=["L", "N", "P", "S", "Zs", "Cc"],
    max_codepoint=0x24F,
)


def paper(text: str, **given: str) -> bytes:
    label = {"sq": "Çfarë u pa", "en": "What was seen"}
    return typeset(TEMPLATE, {
        "frame": frame(name="R", reference="R-ABC", **given),
        "title": label,
        "head": [],
        "sent_title": label,
        "sent": [{"key": label, "value": f"{FROM}{text}{TO}"}],
        "addenda_title": label,
        "addenda": [],
        "attachments_title": label,
        "attachments": [],
        "signatures": [label],
        "qr": "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
        "qr_alt": "R-ABC",
        "notes": [],
    })  # fmt: skip


def said(pdf: bytes) -> str:
    """What stands between the two marks, without the furniture of further pages."""
    words = close(words_of(pdf))
    return words[words.index(FROM) + len(FROM) : words.rindex(TO)]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_source_is_only_text(text):
    assert said(paper(text)) == close(text)


@given(st.text(LETTERS, max_size=300))
@example("A" * 300)
@example("\x00\x07\ttab")
def test_whatever_is_typed_stands_there_unaltered(text):
    kept = "".join(c for c in text if c.isprintable() or c.isspace())

    assert said(paper(text)) == close(kept)


def test_ten_thousand_characters_go_over_as_many_pages_as_they_need():
    text = "Fjalë e gjatë. " * 700

    words = close(words_of(paper(text)))

    assert words.count("gjatë.") == 700
    assert "1/3" in words or "1/4" in words


def test_a_word_longer_than_a_line_breaks_instead_of_leaving_the_page():
    assert said(paper("x" * 400 + "fund")) == "x" * 400 + "fund"


def test_right_to_left_text_keeps_its_letters():
    assert sorted(said(paper("سلام")).strip("\u202a\u202b\u202c")) == sorted("سلام")


def test_what_no_font_draws_is_written_as_its_code():
    words = words_of(paper("Mirë 😀 中"))

    assert "[U+1F600" in words
    assert "GRINNING" in words
    assert "[U+4E2D" in words


def test_a_mark_that_turns_text_round_is_shown_instead_of_obeyed():
    assert "[U+202ERIGHT-TO-LEFTOVERRIDE]" in said(paper("jo\u202epo"))


def test_each_sheet_bears_reference_mark_and_number():
    words = words_of(paper("x"))

    assert "R-ABC" in words
    assert "Konfidenciale · Confidential" in words
    assert "1 / 1" in words


def test_the_day_of_destruction_stands_in_both_languages():
    words = words_of(paper("x", until=dt.date(2026, 12, 3)))

    assert "03.12.2026" in words


def test_the_demonstration_is_marked_across_each_page():
    with override_settings(DEMO=True):
        words = close(words_of(paper("x")))

    assert close("Fictional data") in words


def test_labels_come_in_albanian_and_english():
    assert set(bilingual("R")) == {"sq", "en"}
