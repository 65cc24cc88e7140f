"""The profile of last time, read alone: all that a start knows of profiles before the first paint."""

from contextlib import suppress

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.profile_files import ProfileFiles, file_name


def last_profile(files: ProfileFiles, profile_id: str) -> SourceProfile | None:
    """The user's profile of that id, out of its own file; None if that is not at once to be had.

    What a start shows first: the library says later whether it counts.
    """
    with suppress(StorageError, ProfileFileError):
        content = files.read_named(file_name(profile_id)) if profile_id else None
        found = () if content is None else read_profiles(content, "").profiles
        return next((profile for profile in found if profile.id == profile_id), None)
    return None
