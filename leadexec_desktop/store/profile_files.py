"""Source profiles as files: bytes by profile id; what is in them is another package's matter."""

import hashlib
import re
from pathlib import Path

from leadexec_desktop.store.atomic_file import delete_if_there, write_atomically
from leadexec_desktop.store.errors import of_os_error

SUFFIX = ".leadprofile"

# Lower case, so that two ids are two files where case does not count; the names of Windows' devices are none.
_SAFE = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9-]{0,63}")


class ProfileFiles:
    """The profiles of a data folder.

    Args:
        folder: Their folder, which is there; None keeps them in memory.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._in_memory: dict[str, bytes] = {}

    def read_all(self) -> list[tuple[str, bytes]]:
        """Every profile file: its name and what is in it, by name.

        Raises:
            StorageError: One of them, or the folder, cannot be read.
        """
        if self._folder is None:
            return sorted(self._in_memory.items())
        path = self._folder
        found = []
        try:
            for path in sorted(self._folder.iterdir()):
                if path.suffix == SUFFIX:
                    found.append((path.name, path.read_bytes()))
        except OSError as error:
            raise of_os_error(path, error) from error
        return found

    def write(self, profile_id: str, content: bytes) -> None:
        """Keeps a profile, in place of the one of that id.

        Raises:
            StorageError: It was not written; the one before still stands.
        """
        name = file_name(profile_id)
        if self._folder is None:
            self._in_memory[name] = content
        else:
            write_atomically(self._folder / name, content)

    def delete(self, profile_id: str) -> None:
        """Takes a profile away; nothing if there is none of that id.

        Raises:
            StorageError: It is still there.
        """
        name = file_name(profile_id)
        if self._folder is None:
            self._in_memory.pop(name, None)
        else:
            delete_if_there(self._folder / name)


def file_name(profile_id: str) -> str:
    """The name of a profile's file: its id where every disk takes that, else `_` and a hash of it."""
    if _SAFE.fullmatch(profile_id):
        return f"{profile_id}{SUFFIX}"
    return f"_{hashlib.sha256(profile_id.encode(errors='surrogatepass')).hexdigest()[:32]}{SUFFIX}"
