"""Disks that are full, read-only or damaged: real ones, made for the length of a block."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = 4096
"""The size of a page of the database, and of memory."""


@cache
def cannot_mount() -> str:
    """Why no disk can be made here; empty if one can."""
    if sys.platform != "linux":
        return "disks are made by mounting, as Linux has it"
    with TemporaryDirectory() as place:
        try:
            with small_disk(Path(place), 1), read_only(Path(place)):
                pass
        except (OSError, subprocess.CalledProcessError):
            return "this account may not mount disks, or there is no /proc to do it by"
    return ""


@dataclass(frozen=True)
class SmallDisk:
    """A disk that can be filled to the last byte.

    Attributes:
        path: Where it is.
    """

    path: Path

    @property
    def _ballast(self) -> Path:
        return self.path / "ballast"

    def fill(self, *, leave_pages: int = 0) -> None:
        """Leaves room for so many pages of 4,096 bytes."""
        free = os.statvfs(self.path)
        with self._ballast.open("ab") as file:
            file.write(bytes((free.f_bavail - leave_pages) * free.f_frsize))

    def make_room(self) -> None:
        """Takes away what filled it."""
        self._ballast.unlink()


@contextmanager
def small_disk(place: Path, megabytes: int = 2) -> Iterator[SmallDisk]:
    """A disk of that size, for the length of a block.

    Args:
        place: An empty folder, which it covers.
        megabytes: Its size.
    """
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "none", str(place))
    try:
        yield SmallDisk(place)
    finally:
        _unmount(place)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """What is in a folder stays, and cannot be changed, for the length of a block. Files that are open stay open."""
    _run("mount", "--bind", str(place), str(place))
    try:
        _run("mount", "-o", "remount,bind,ro", str(place))
        yield
    finally:
        _unmount(place)


def _unmount(place: Path) -> None:
    try:
        _run("umount", "--lazy", str(place))  # whatever still is open on it
    except subprocess.CalledProcessError:
        _run("umount", str(place))  # without /proc there is no other way
        raise


def flip(path: Path, offset: int) -> bytes:
    """Flips one bit of a file in place, as a disk does; gives the file as it is then.

    Args:
        path: The file.
        offset: Where; counted from the end if it is negative.
    """
    with path.open("r+b") as file:
        at = file.seek(offset, os.SEEK_SET if offset >= 0 else os.SEEK_END)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1]))
    return path.read_bytes()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
