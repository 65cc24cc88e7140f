"""Looks for planted texts in every byte below a folder, in any of the forms that a program might write them in."""

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus


def forms_of(text: str) -> set[bytes]:
    """A text as files may hold it: encoded, escaped, in hexadecimal, in base64."""
    plain = text.encode()
    escaped = json.dumps(text)[1:-1].encode()
    written = {plain, escaped, quote(text).encode(), quote_plus(text).encode(), text.encode("utf-16-le")}
    written |= {plain.hex().encode(), plain.hex().upper().encode(), text.encode("utf-16-be")}
    return written | {_middle_of_base64(b"\0" * shift + plain, shift) for shift in range(3)}


def _middle_of_base64(data: bytes, shift: int) -> bytes:
    """The part of a text's base64 that does not hang on what stands before and behind it."""
    whole = len(data) // 3 * 3
    return base64.b64encode(data[:whole])[4 if shift else 0 :]


def found_in(folder: Path, planted: Mapping[str, str], leave_out: Iterable[Path] = ()) -> list[str]:
    """Where which of the texts stand: `file: name`.

    Args:
        folder: Everything below it is read.
        planted: Text by its name; long enough not to stand anywhere by chance.
        leave_out: Folders that are not looked into.
    """
    wanted = {name: forms_of(text) for name, text in planted.items()}
    spared = tuple(leave_out)
    found = []
    for path in sorted(folder.rglob("*")):
        if any(path.is_relative_to(other) for other in spared) or not path.is_file():
            continue
        content = path.read_bytes()
        found += [
            f"{path.relative_to(folder)}: {name}"
            for name, forms in wanted.items()
            if any(one in content for one in forms)
        ]
    return found
