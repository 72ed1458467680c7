"""Written content in files, for every floor that has some: reading, keys, fingerprints.

A content path ("t1/lesson-1") is the name of a thing for ever: keys are made from it,
so the same file always gives the same ids, on every site. No database.
"""

import hashlib
import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5


NAMESPACE = UUID("6f2c7b1e-51a4-4d0f-9b7e-0f4a3d1c8e55")
NEW, CHANGED, SAME, KEPT = "new", "changed", "same", "kept"

# Draftail numbers each paragraph of a rich text on every save.
_BLOCK_KEY = re.compile(r' data-block-key=\\"[^"\\]*\\"')

Data = dict[str, Any]


class ContentUnreadable(Exception):
    """A file is missing or is not what it should be; the text says which."""


@dataclass
class LoadResult:
    """How many things were new, changed, same, kept. `kept` names those where the
    site differs from the files because a person changed or removed it there, with the
    fields that differ; none: it was removed."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, path: str, language: str, site: Data | None, file: Data) -> None:
        """`site`, `file`: what the thing says there, by field; None: it is gone."""
        self.counts[KEPT] += 1
        self.kept[f"{path} ({language})"] = differing(site, file) if site else []

    @property
    def wrote(self) -> bool:
        return bool(self.counts[NEW] or self.counts[CHANGED])


def key_of(path: str) -> UUID:
    return uuid5(NAMESPACE, path)


def read_toml(path: Path) -> Data:
    name = f"{path.parent.name}/{path.name}"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentUnreadable(f"The file {name} is missing.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentUnreadable(f"The file {name} cannot be read: {error}.") from error


def plain(text: str) -> str:
    """For places that hold no markup: paragraphs stay, the ** marks go."""
    parts = re.split(r"\n\s*\n", text.strip().replace("**", ""))
    return "\n\n".join(" ".join(part.split()) for part in parts)


def content_hash(content: Any) -> str:
    """The fingerprint of what a reader reads, blind to how an editor's tool happens
    to store it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(_BLOCK_KEY.sub("", text).encode()).hexdigest()


def differing(site: Data, file: Data) -> list[str]:
    """The fields that say something else on the site than in the file."""
    return [
        name
        for name in sorted({*site, *file})
        if content_hash(site.get(name)) != content_hash(file.get(name))
    ]


def verdict(*, wanted: str, found: str | None, loaded: str | None, live: bool) -> str:
    """What to do with one thing, by three fingerprints: the file's, the site's (None:
    it is not there) and the one last loaded (None: never). Only what stands, live,
    as it was loaded may be written over; all else is a person's work."""
    if found is None:
        return KEPT if loaded else NEW
    if found == wanted:
        return SAME
    return CHANGED if live and found == loaded else KEPT
