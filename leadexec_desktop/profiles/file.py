"""Profile files (`*.leadprofile`): JSON with the keys of the model. No secret is ever in one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from leadexec_desktop.profiles.file_shape import path_in_file, prepared, written
from leadexec_desktop.profiles.file_values import plain_value
from leadexec_desktop.profiles.json_document import FaultError, document_of, everything_in, text_of_file
from leadexec_desktop.profiles.json_place import JsonPath, line_of, path_of, place_of
from leadexec_desktop.profiles.migrations import FORMAT, MIGRATIONS, OLDEST_FORMAT, Migration, migrated
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.profiles.problems import problems_of
from leadexec_desktop.profiles.secret_keys import names_secret

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class ProfileFileError(ValueError):
    """A file is no profile file that can be taken. Its text names file, place and reason, and no value.

    Attributes:
        source: The file's name.
        place: Line and path (`line 12, fields[3].kind`), line and column, or empty for the whole file.
        reason: What is wrong and what is expected.
    """

    def __init__(self, source: str, place: str, reason: str) -> None:
        super().__init__(f"{source}, {place}: {reason}" if place else f"{source}: {reason}")
        self.source = source
        self.place = place
        self.reason = reason


class ReadProfiles(NamedTuple):
    """What a profile file holds.

    Attributes:
        profiles: In the order of the file; one at least.
        unknown_keys: Keys that this version does not know, each once (`fields[].colour`); the profiles keep them.
    """

    profiles: tuple[SourceProfile, ...]
    unknown_keys: tuple[str, ...] = ()


def read_profiles(data: bytes, source: str, migrations: Sequence[Migration] = MIGRATIONS) -> ReadProfiles:
    """The profiles in a file that holds one, or an array of them.

    Args:
        data: The file's content.
        source: The file's name, for complaints.
        migrations: What makes a profile of the newest format of an older one, beginning with the oldest.

    Raises:
        ProfileFileError: It is no such file, is of a newer format, has a secret in it, or `problems_of` one of its
            profiles finds something: none of it is taken.
    """
    text = ""
    try:
        text = text_of_file(data)
        return _profiles_in(document_of(text), migrations)
    except FaultError as fault:
        place = _shown_place(text, fault)
        reason = fault.reason
    except RecursionError:
        place, reason = "", "is nested too deep to be a profile."
    raise ProfileFileError(source, place, reason)


def write_profile(profile: SourceProfile) -> bytes:
    """A profile as the content of a file: stable, so that the same profile always gives the same bytes."""
    return _bytes_of(_written_profile(profile))


def write_profiles(profiles: Iterable[SourceProfile]) -> bytes:
    """Several profiles as the content of one file."""
    return _bytes_of([_written_profile(profile) for profile in profiles])


def _shown_place(text: str, fault: FaultError) -> str:
    if fault.position or not fault.path:
        return fault.position
    return f"line {line_of(text, fault.path)}, {place_of(fault.path)}"


def _profiles_in(document: object, migrations: Sequence[Migration]) -> ReadProfiles:
    is_array = isinstance(document, list)
    raw_profiles: list[object] = document if isinstance(document, list) else [document]
    if not raw_profiles:
        raise FaultError((), "holds no profile.")
    profiles: list[SourceProfile] = []
    unknown: dict[str, None] = {}
    ids: set[str] = set()
    for index, raw in enumerate(raw_profiles):
        at: JsonPath = (index,) if is_array else ()
        profile = _profile_of(raw, at, unknown, migrations)
        if profile.id.casefold() in ids:
            # Some keyrings do not tell upper from lower case, and the id names the entries there.
            raise FaultError((*at, "id"), "is the id of another profile of this file too, upper and lower case aside.")
        ids.add(profile.id.casefold())
        profiles.append(profile)
    return ReadProfiles(tuple(profiles), tuple(unknown))


def _profile_of(raw: object, at: JsonPath, unknown: dict[str, None], migrations: Sequence[Migration]) -> SourceProfile:
    if not isinstance(raw, dict):
        raise FaultError(at, 'is no profile: one is an object that begins with { "format": 1.')
    version = _format_of(raw, at, OLDEST_FORMAT + len(migrations))
    _refuse_secrets(raw, at)
    known = migrated({key: value for key, value in raw.items() if key != "format"}, version, migrations)
    profile = _validated(prepared(SourceProfile, known, "", unknown), at)
    problems = problems_of(profile)
    if problems:
        more = f" ({len(problems) - 1} more to mend after this.)" if len(problems) > 1 else ""
        raise FaultError((*at, *path_of(problems[0].place)), f"{problems[0].reason}{more}")
    return profile


def _format_of(raw: Mapping[str, object], at: JsonPath, newest: int) -> int:
    version = raw.get("format")
    if "format" not in raw:
        raise FaultError((*at, "format"), f'is missing: a profile file says "format": {newest}.')
    if not isinstance(version, int) or isinstance(version, bool) or version < OLDEST_FORMAT:
        known = f"{OLDEST_FORMAT} to {newest}" if newest > OLDEST_FORMAT else f"{newest}"
        raise FaultError((*at, "format"), f"must be {known}.")
    if version > newest:
        raise FaultError(
            (*at, "format"),
            f"is {version}, and this version of LeadExec Desktop reads {newest} at most; update the program.",
        )
    return version


def _refuse_secrets(raw: Mapping[str, object], at: JsonPath) -> None:
    for path, value in everything_in(raw, at):
        key = path[-1] if path else ""
        if not isinstance(key, str) or not names_secret(key):
            continue
        if isinstance(value, str | list | dict | float) or (isinstance(value, int) and not isinstance(value, bool)):
            raise FaultError(
                path,
                "holds a secret, and credentials do not travel in profile files; remove it, and set it with "
                "--set-secret or in the credentials dialog.",
            )


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[SourceProfile]":
    """Built once, in milliseconds: there may be a thousand profiles."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - heavy: never before the first paint

    return TypeAdapter(SourceProfile)


def _validated(attributes: Mapping[str, object], at: JsonPath) -> SourceProfile:
    plain = plain_value(SourceProfile, attributes)
    if plain is not None:
        return plain
    from pydantic import ValidationError  # noqa: PLC0415 - heavy: never before the first paint

    try:
        return _adapter().validate_json(json.dumps(attributes), strict=True)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
    # Raised here, so that the library's error, which has the value in it, is no part of this one's traceback.
    loc, expected = fault["loc"], str(fault.get("ctx", {}).get("expected", ""))
    if loc[-2:-1] in _UNIONS:
        raise FaultError((*at, *path_in_file(loc[:-1])), _NO_BOUND)
    raise FaultError((*at, *path_in_file(loc)), _complaint(fault["type"], expected))


# The members of a union are steps of pydantic's path, and of nobody else's.
_UNIONS = (("min",), ("max",))
_NO_BOUND = 'must be a number such as 18, or for dates and times text such as "1990-03-04".'

_COMPLAINTS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "is missing.",
        "string_type": "must be text in quotation marks.",
        "int_type": "must be a whole number such as 18, without quotation marks.",
        "float_type": "must be a number such as 90, without quotation marks.",
        "bool_type": "must be true or false, without quotation marks.",
        "tuple_type": "must be a list in [ ].",
        "dataclass_type": "must be an object in { }.",
        "json_invalid": "is nested too deep.",
    }
)
"""What pydantic finds, in words for people."""


def _complaint(kind: str, expected: str) -> str:
    if kind == "enum":
        return f"must be one of {expected.replace(chr(39), '')}."
    return _COMPLAINTS.get(kind, "is not what a profile has there.")


def _bytes_of(written: object) -> bytes:
    # A lone surrogate, which no file can hold, becomes a question mark.
    return (json.dumps(written, ensure_ascii=False, indent=2) + "\n").encode("utf-8", errors="replace")


def _written_profile(profile: SourceProfile) -> dict[str, object]:
    version = {"format": FORMAT}
    return version | written(profile) | version
