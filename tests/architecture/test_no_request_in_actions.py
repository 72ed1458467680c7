"""Writes know no screen: actions and models never see a request."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.floors import our_modules, place


WEB = ("django.http", "django.shortcuts", "django.contrib.messages", "django.views")


def rooms_without_screens() -> list[Path]:
    rooms = {"actions", "models"}
    return [
        path
        for path in our_modules()
        if rooms & {path.stem, *path.parts} and path.stem != "__init__"
    ]


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_action_and_no_model_imports_the_web():
    # A Wagtail page serves itself: its methods take Wagtail's request.
    wrong = [
        f"{place(path)}: {name}"
        for path in rooms_without_screens()
        if path.name not in {"pages.py", "page_base.py"}
        for name in imports(parse(path))
        if name.startswith(WEB)
    ]

    assert wrong == []


def test_no_action_and_no_model_takes_a_request():
    wrong = [
        f"{place(path)}:{function.lineno} {function.name}"
        for path in rooms_without_screens()
        if path.name not in {"pages.py", "page_base.py"}
        for function in functions(parse(path))
        if "request" in {argument.arg for argument in arguments(function)}
    ]

    assert wrong == []


def test_an_action_takes_its_arguments_by_name():
    wrong = [
        f"{place(path)}:{function.lineno} {function.name}"
        for path in rooms_without_screens()
        if "actions" in path.parts
        for function in parse(path).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and "by" in {argument.arg for argument in arguments(function)}
        and "by" not in {argument.arg for argument in function.args.kwonlyargs}
    ]

    assert wrong == []


def arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    given = function.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]
