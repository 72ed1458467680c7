"""Walking the URLconf, and building an address for each pattern."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One pattern: its whole route, the name with its namespace, and the pattern."""

    route: str
    name: str
    pattern: URLPattern

    @property
    def plain(self) -> str:
        """The route without anchors and optional slashes, for comparing."""
        return self.route.replace("^", "").replace("$", "")

    def path(self, values: dict[str, Any], number: int = 1) -> str:
        """An address with the arguments filled in; words are x."""
        text = re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda m: _value(m[1], m[2], values, number),
            self.plain,
        )
        text = re.sub(
            r"\(\?P<(\w+)>[^)]*\)\)?", lambda m: str(values.get(m[1], 1)), text
        )
        text = re.sub(r"\((?!\?P)[^()]*(?:\([^()]*\)[^()]*)*\)", "1", text)
        return "/" + text.replace("/?", "/").replace("\\", "").lstrip("/")


def _value(
    converter: str | None, name: str, values: dict[str, Any], number: int
) -> str:
    if name in values:
        return str(values[name])
    if converter == "uuid":
        return "00000000-0000-4000-8000-000000000000"
    return str(number) if converter == "int" or name == "pk" else "x"


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None,
    route: str = "",
    namespace: str = "",
) -> Iterator[Address]:
    """Every pattern of the project, the libraries' too, in the order of matching."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{namespace}:{entry.name}" if namespace else entry.name or whole
            yield Address(whole, name, entry)
        else:
            inner = entry.namespace or ""
            both = ":".join(filter(None, [namespace, inner]))
            yield from addresses(entry.url_patterns, whole, both)
