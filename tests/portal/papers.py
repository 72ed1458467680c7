"""Reading a PDF back, with Debian's own reader."""

import re
import shutil
import subprocess

import pytest


def words_of(pdf: bytes) -> str:
    """The text of a PDF as a reader copies it out."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext (poppler-utils) on this machine")
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],  # noqa: S607
        input=pdf,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def close(text: str) -> str:
    """Without spaces and line breaks: where a line ends is the paper's affair."""
    return re.sub(r"\s", "", text)
