"""Whether the log that a program left which died is whole, as far as it can show.

SQLite ends a log at the first frame whose checksum is wrong: after a crash that is where writing stopped, and nothing
that was acknowledged stands behind it. After a fault of the disk it may be anywhere, and what stands behind it would be
thrown away without a word. The two are told apart by what stands there. (The format: sqlite.org/walformat.html.)
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path

from leadexec_desktop.store.errors import of_os_error

_HEADER = struct.Struct(">IIIIIIII")  # magic, version, page size, number, two salts, two checksums
_FRAME = struct.Struct(">IIIIII")  # page, pages after a commit or 0, two salts, two checksums
_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}  # and the order of the bytes that are summed

Sums = tuple[int, int]


def is_log_whole(log: Path) -> bool:
    """Whether nothing in a log says that a part of it was damaged which had been written for good.

    Args:
        log: The file, which no program has open; one that is not there is whole.

    Raises:
        StorageError: It cannot be read.
    """
    try:
        content = log.read_bytes()
    except FileNotFoundError:
        return True
    except OSError as error:
        raise of_os_error(log, error) from error
    if len(content) < _HEADER.size + _FRAME.size:
        return True  # nothing was ever committed into it
    magic, _, page_bytes, _, *salts, sum_1, sum_2 = _HEADER.unpack_from(content)
    order = _MAGICS.get(magic, "")
    if not order or _summed(order, content[: _HEADER.size - 8], (0, 0)) != (sum_1, sum_2):
        return False
    frames = list(_frames(content, page_bytes, order, (sum_1, sum_2)))
    counting = takewhile(lambda frame: frame.sums_are_right and frame.salts == tuple(salts), frames)
    behind = frames[len(list(counting)) :]
    # A commit is on the disk before the next transaction begins. What stood there before has other salts.
    return not any(frame.commits and following.salts == tuple(salts) for frame, following in pairwise(behind))


@dataclass(frozen=True, slots=True)
class _Frame:
    commits: bool
    salts: tuple[int, ...]
    sums_are_right: bool


def _frames(content: bytes, page_bytes: int, order: str, sums: Sums) -> Iterator[_Frame]:
    """Every whole frame; sums are not looked at any more behind one that is wrong."""
    size, is_right = _FRAME.size + page_bytes, True
    for at in range(_HEADER.size, len(content) - size + 1, size):
        _, pages_after, *salts, sum_1, sum_2 = _FRAME.unpack_from(content, at)
        if is_right:
            page = content[at + _FRAME.size : at + size]
            sums = _summed(order, page, _summed(order, content[at : at + 8], sums))
            is_right = sums == (sum_1, sum_2)
        yield _Frame(pages_after > 0, tuple(salts), is_right)


def _summed(order: str, part: bytes, sums: Sums) -> Sums:
    """SQLite's checksum, gone on with."""
    one, two = sums
    words = struct.unpack(f"{order}{len(part) // 4}I", part)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
