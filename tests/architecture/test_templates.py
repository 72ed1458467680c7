"""Templates: they parse, their parts are told what they need, no script or style inline."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.floors import BASE, FLOORS, place


FOLDERS = [BASE / "templates", *(BASE / app / "templates" for app in FLOORS)]
TEMPLATES = sorted(path for folder in FOLDERS for path in folder.rglob("*.html"))
# The frame of the page and Django's form rendering work on the whole context.
WHOLE_CONTEXT = re.compile(r"^(base\.html|_frame/|portal/forms/)")
INLINE = {
    "a <script> without src": r"<script(?![^>]*\ssrc=)[^>]*>",
    "a <style> element": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an on… attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
}
SETS = re.compile(r"{% (?:url|translate|blocktranslate)[^%]*? as(?:var)? (\w+)")
# Data blocks are no script: a browser does not run them.
DATA_BLOCK = re.compile(r"<script type=\"application/json\"[^>]*>")


def name_of(path: Path) -> str:
    folder = next(f for f in FOLDERS if path.is_relative_to(f))
    return path.relative_to(folder).as_posix()


def without_comments(text: str) -> str:
    text = re.sub(r"{#.*?#}", "", text)
    return re.sub(r"{% comment.*?endcomment %}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_the_template_parses(path: Path):
    get_template(name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_nothing_runs_or_is_styled_inline(path: Path):
    text = DATA_BLOCK.sub("", without_comments(path.read_text(encoding="utf-8")))
    markup = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)

    found = [
        what for what, pattern in INLINE.items() if re.search(pattern, markup, re.I)
    ]

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_an_included_part_is_told_what_it_needs(path: Path):
    if WHOLE_CONTEXT.match(name_of(path)):
        return
    text = without_comments(path.read_text(encoding="utf-8"))

    loose = [
        tag
        for tag in re.findall(r"{%\s*include\s.*?%}", text, flags=re.DOTALL)
        if not re.search(r"\sonly\s*%}$", tag)
    ]

    assert loose == []


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_no_part_of_the_page_is_marked_safe(path: Path):
    text = without_comments(path.read_text(encoding="utf-8"))

    assert not re.search(r"\|\s*safe(seq)?\b", text)
    assert not re.search(r"{%\s*autoescape\s+off", text)


def test_the_inline_sieve_catches_what_it_should():
    caught = {
        what
        for what, pattern in INLINE.items()
        for markup in (
            "<script>x</script>",
            "<style>",
            '<p class="a" style="color: red">',
            '<a href="#" onclick="x()">',
            '<a href="javascript:x">',
        )
        if re.search(pattern, markup, re.I)
    }

    assert caught == set(INLINE)
    assert not re.search(INLINE["a <script> without src"], '<script src="a.js" defer>')
    assert not re.search(INLINE["a style attribute"], '<p class="style">')


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_what_one_block_sets_no_other_block_reads(path: Path):
    """A block forgets at its end what was set in it: the link would lead nowhere."""
    text = without_comments(path.read_text(encoding="utf-8"))
    blocks = re.findall(r"{% block (\w+) %}(.*?){% endblock", text, re.DOTALL)
    named = [(name, body, set(SETS.findall(body))) for name, body in blocks]

    lost = [
        f"{variable}: set in {here}, read in {there}"
        for here, _body, variables in named
        for there, body, own in named
        for variable in variables - own
        if there != here and re.search(rf"(?:=|{{{{ ?|if ){variable}\b", body)
    ]

    assert lost == []
