"""Calling `load_content` in tests, and content that stands for a whole module."""

import contextlib
import dataclasses
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command

from portal import hooks
from portal.hooks import ContentLoader, registered
from tests.standing import standing


Said = tuple[int, list[str], str]  # exit code, the last line said, what was complained


def load(*arguments: str) -> Said:
    code, out, err = 0, io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            call_command("load_content", *arguments)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return code, out.getvalue().strip().splitlines()[-1:], err.getvalue()


def loaded_content(blocker: Any) -> Iterator[Said]:
    """The first load, which costs some seconds, once for a module."""
    yield from standing(blocker, load)


def read_instead(monkeypatch: Any, read: Callable[..., Any]) -> None:
    """The training's loader reads other files."""
    items = [
        dataclasses.replace(loader, read=read) if loader.key == "training" else loader
        for loader in registered(ContentLoader)
    ]
    monkeypatch.setitem(hooks._registry.items, ContentLoader, items)
