"""The scenes of a scenario, from its file to the blocks that a StreamField stores."""

from portal.content import ContentUnreadable, Data, key_of, plain
from training.content_files import rich


def scenes(path: str, words: Data) -> list[Data]:
    """The scenes first, in their order, then the ends."""
    try:
        return [
            *(_scene(path, scene) for scene in words["scenes"]),
            *(_end(path, end) for end in words["ends"]),
        ]
    except KeyError as error:
        raise ContentUnreadable(f"A scene of {path} has no {error}.") from error


def _scene(path: str, scene: Data) -> Data:
    inside = f"{path}/{scene['key']}"
    value = _words(scene) | {
        "choices": [_choice(f"{inside}/{c['key']}", c) for c in scene["choices"]]
    }
    return {"type": "scene", "id": str(key_of(inside)), "value": value}


def _end(path: str, end: Data) -> Data:
    ident = str(key_of(f"{path}/{end['key']}"))
    return {"type": "end", "id": ident, "value": _words(end)}


def _words(scene: Data) -> Data:
    text = rich(scene["text"])
    return {"key": scene["key"], "title": scene["title"], "text": text}


def _choice(path: str, choice: Data) -> Data:
    value = {
        "text": plain(choice["text"]),
        "reply": plain(choice["reply"]),
        "target": choice["to"],
        "mark": choice["mark"],
        "better": plain(choice.get("better", "")),
    }
    return {"type": "item", "id": str(key_of(path)), "value": value}
