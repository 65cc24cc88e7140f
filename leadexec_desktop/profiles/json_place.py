"""Places in a JSON text: as a path for people, and the line where a path leads."""

import json
import re

JsonPath = tuple[str | int, ...]
"""Keys and indices, from the outside in."""

_LONGEST_KEY = 40
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]", re.ASCII)
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


def place_of(path: JsonPath) -> str:
    """A path as people write it: `fields[3].kind`. What cannot be shown of a key is left out, and a long one is cut."""
    place = ""
    for step in path:
        if isinstance(step, int):
            place += f"[{step}]"
        else:
            key = "".join(char for char in step if char.isprintable())
            place += "." * bool(place) + (key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…")
    return place


def path_of(place: str) -> JsonPath:
    """The path that `place_of` wrote, for keys without points and brackets."""
    return tuple(step[1] or int(step[2]) for step in _STEP.finditer(place))


def line_of(text: str, path: JsonPath) -> int:
    """The line, from 1, on which the value at a path begins, or else the innermost one round it that there is.

    Args:
        text: Valid JSON.
        path: Where.
    """
    position = _after_space(text, 0)
    for step in path:
        child = _child(text, position, step)
        if child is None:
            break
        position = child
    return text.count("\n", 0, position) + 1


def _child(text: str, start: int, step: str | int) -> int | None:
    """Where the value of a key or index begins in the object or array that begins at `start`; None if it has none."""
    if text[start] not in "{[":
        return None
    position = _after_space(text, start + 1)
    index = 0
    while text[position] not in "}]":
        key: object = index
        if text[start] == "{":
            key, position = _DECODER.raw_decode(text, position)
            position = _after_space(text, _after_space(text, position) + 1)
        if key == step:
            return position
        _, position = _DECODER.raw_decode(text, position)
        position = _after_space(text, position)
        if text[position] == ",":
            position = _after_space(text, position + 1)
        index += 1
    return None


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()
