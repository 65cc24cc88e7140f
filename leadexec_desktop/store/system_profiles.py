"""Profiles that an administrator put on the computer for everybody: read, and never written."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from leadexec_desktop.store.errors import UnreadableSystemProfilesError
from leadexec_desktop.store.folder import APP_NAME
from leadexec_desktop.store.profile_files import ReadFiles, read_folder


def system_profile_folders() -> tuple[Path, ...]:
    """The platform's folders for profiles of every user, the one that counts first; none of them need be there.

    On Linux they are below `XDG_CONFIG_DIRS`, `/etc/xdg` where that is not set; a relative path in it does not count,
    as its specification says.
    """
    from platformdirs import PlatformDirs  # noqa: PLC0415 - heavy: never before the first paint

    found = PlatformDirs(APP_NAME, appauthor=False, multipath=True).site_config_dir
    places = (found,) if sys.platform == "win32" else found.split(os.pathsep)
    return tuple(path / "profiles" for path in map(Path, dict.fromkeys(places)) if path.is_absolute())


def read_system_profiles(folders: Sequence[Path]) -> tuple[ReadFiles, ...]:
    """What each of those folders holds, by its files' whole paths. One that is not there costs one question."""
    return tuple(_read(folder) for folder in folders)


def _read(folder: Path) -> ReadFiles:
    try:
        return read_folder(folder, str, UnreadableSystemProfilesError)
    except FileNotFoundError:
        return ReadFiles(())
    except OSError as error:
        return ReadFiles((), (UnreadableSystemProfilesError(folder, error),))
