"""Calling `load_content` in tests, and content that stands for a whole module."""

import contextlib
import dataclasses
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from portal import hooks
from portal.content import Data
from portal.hooks import ContentLoader, registered
from tests.standing import standing
from training import content_files
from training.curriculum_files import CurriculumFiles, read_curriculum_files


LATER = "django_tasks.backends.dummy.DummyBackend"
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
    """The first load, once for a module, of one training module and one unit: all there
    is takes many times as long and shows nothing more."""
    with a_little():
        yield from standing(blocker, load)


def everything_loaded(blocker: Any) -> Iterator[Said]:
    """The first load of all there is, once for a module; what Wagtail does later, in
    its tasks, is left out."""
    with override_settings(TASKS={"default": {"BACKEND": LATER}}):
        yield from standing(blocker, load)


@contextlib.contextmanager
def a_little() -> Iterator[None]:
    """The files hold no more than the module t1 and the unit u3."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        read_instead(monkeypatch, read_little)
        read_instead(monkeypatch, _read_little_curriculum, "curriculum")
        yield


def read_little() -> tuple[Data, list[content_files.ModuleFiles]]:
    programmes = content_files.read_programmes()
    core = programmes["programmes"][0]
    core["modules"], core["refresher"]["draw"] = ["t1"], 10
    return programmes | {"programmes": [core]}, [content_files.read_module("t1")]


def _read_little_curriculum() -> tuple[Data, CurriculumFiles]:
    found = read_curriculum_files()
    bands = [band for band in found.curriculum["bands"] if "u3" in band["units"]]
    curriculum = found.curriculum | {"bands": bands}
    return content_files.read_programmes(), dataclasses.replace(
        found, curriculum=curriculum
    )


def read_instead(
    monkeypatch: Any, read: Callable[..., Any], key: str = "training"
) -> None:
    """A loader reads other files."""
    items = [
        dataclasses.replace(loader, read=read) if loader.key == key else loader
        for loader in registered(ContentLoader)
    ]
    monkeypatch.setitem(hooks._registry.items, ContentLoader, items)
