"""A branching scenario as a graph: is it sound, and where does a path lead. Pure.

The first scene is the start. A path is a list of [scene, choice] pairs, by key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


GOOD, FAIR, LEADING, UNSAFE = "good", "fair", "leading", "unsafe"

Path = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Choice:
    """What one could say or do; `target` is the key of the scene it leads to."""

    key: str
    text: str
    reply: str
    target: str
    mark: str = FAIR
    better: str = ""


@dataclass(frozen=True)
class Scene:
    """One screen; an end has no choices."""

    key: str
    title: str
    text: str
    choices: tuple[Choice, ...] = ()
    is_end: bool = False

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)

    @property
    def best(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.mark == GOOD), None)


@dataclass(frozen=True)
class Taken:
    """A choice that was made, with the scene it was made in."""

    scene: Scene
    choice: Choice

    @property
    def better(self) -> str:
        """What would have been better: said by the author, else the good choice."""
        if self.choice.mark == GOOD:
            return ""
        best = self.scene.best
        return self.choice.better or (best.text if best else "")


class Graph:
    def __init__(self, scenes: Iterable[Scene]) -> None:
        self.scenes = tuple(scenes)
        self.by_key = {scene.key: scene for scene in self.scenes}

    def walk(self, path: Path) -> tuple[list[Taken], Scene]:
        """As far as the path still leads, and the scene where it stops."""
        taken: list[Taken] = []
        scene = self.scenes[0]
        for at, chosen in path:
            choice = scene.choice(chosen) if scene.key == at else None
            if choice is None or choice.target not in self.by_key:
                break
            taken.append(Taken(scene, choice))
            scene = self.by_key[choice.target]
        return taken, scene

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, as (code, key of the scene); empty when it can be played.

        Codes: empty, twice, start, choices, target, unreachable, no_end.
        """
        if not self.scenes:
            return [("empty", "")]
        found = [("twice", key) for key in self._twice()]
        if self.scenes[0].is_end:
            found.append(("start", self.scenes[0].key))
        for scene in self.scenes:
            if not scene.is_end and len(scene.choices) < 2:
                found.append(("choices", scene.key))
            if any(choice.target not in self.by_key for choice in scene.choices):
                found.append(("target", scene.key))
        if found:
            return found
        reached = self._reach({self.scenes[0].key}, self._leads_to())
        ending = self._reach(self._ends(), self._led_from())
        found += [("unreachable", s.key) for s in self.scenes if s.key not in reached]
        found += [("no_end", s.key) for s in self.scenes if s.key not in ending]
        return found

    def _twice(self) -> list[str]:
        keys = [scene.key for scene in self.scenes]
        return sorted({key for key in keys if keys.count(key) > 1})

    def _ends(self) -> set[str]:
        return {scene.key for scene in self.scenes if scene.is_end}

    def _leads_to(self) -> dict[str, set[str]]:
        return {s.key: {choice.target for choice in s.choices} for s in self.scenes}

    def _led_from(self) -> dict[str, set[str]]:
        back: dict[str, set[str]] = {scene.key: set() for scene in self.scenes}
        for scene in self.scenes:
            for choice in scene.choices:
                back[choice.target].add(scene.key)
        return back

    @staticmethod
    def _reach(start: set[str], edges: dict[str, set[str]]) -> set[str]:
        found, fresh = set(start), set(start)
        while fresh:
            fresh = {key for one in fresh for key in edges[one]} - found
            found |= fresh
        return found


def read_graph(stored: Iterable[Any]) -> Graph:
    """From the blocks as a StreamField stores them."""
    return Graph(_scene(block["type"], block["value"]) for block in stored)


def _scene(kind: str, value: dict[str, Any]) -> Scene:
    return Scene(
        key=value.get("key") or "",
        title=value.get("title") or "",
        text=value.get("text") or "",
        choices=tuple(
            Choice(
                key=row["id"],
                text=row["value"]["text"],
                reply=row["value"]["reply"],
                target=row["value"]["target"],
                mark=row["value"]["mark"],
                better=row["value"].get("better") or "",
            )
            for row in value.get("choices") or ()
        ),
        is_end=kind == "end",
    )
