"""Profile files: read, refused with file, place and reason, and written back."""

import json
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles, write_profile, write_profiles
from leadexec_desktop.profiles.json_place import line_of, path_of, place_of
from leadexec_desktop.profiles.model import (
    Auth,
    Campaign,
    Choice,
    Defaults,
    FieldKind,
    FieldSpec,
    SourceProfile,
)
from leadexec_desktop.profiles.problems import problems_of
from leadexec_desktop.protocol.operations import why_no_async, why_no_encoding
from leadexec_desktop.protocol.parameters import RESERVED_NAMES, is_xml_name
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    AuthScheme,
    Encoding,
    Operation,
    ResponseFormat,
)

EXAMPLE = (Path(__file__).parent / "formats" / "1.leadprofile").read_text(encoding="utf-8")

EXAMPLE_PROFILE = SourceProfile(
    id="0b7c5d0e-6f5e-4a58-9b5e-2f8a3f1f5a10",
    name="Solar \u2013 phone leads",
    endpoint="https://leads.leadexec.net",
    vid=18,
    lid=1,
    campaigns=(Campaign(23, "West"), Campaign(24, "East")),
    auth=Auth(password=True),
    operations=tuple(Operation),
    defaults=Defaults(Operation.TRANSFER, aid=23),
    script="Thank you for calling \u2026",
    fields=(
        FieldSpec("FirstName", "First name", required=True, max_length=50, section="Caller"),
        FieldSpec("Phone", kind=FieldKind.PHONE, required=True, wire_format="digits", in_duplicate_check=True),
        FieldSpec("State", kind=FieldKind.CHOICE, choices=(Choice("NV", "Nevada"),), in_ping=True),
        FieldSpec("Zip", "ZIP", FieldKind.POSTAL_CODE, in_ping=True),
    ),
)

LEAST: dict[str, Any] = {"format": 1, "id": "p1", "name": "P", "endpoint": "https://example.com", "vid": 1, "lid": 2}


def one(data: bytes) -> SourceProfile:
    read = read_profiles(data, "p.leadprofile")
    assert len(read.profiles) == 1
    return read.profiles[0]


def of(**changes: Any) -> bytes:
    """A file with the least profile, changed: `...` takes a key away."""
    return json.dumps({key: value for key, value in (LEAST | changes).items() if value is not ...}).encode()


def field(**keys: Any) -> bytes:
    return of(fields=[{"name": "A"}, {"name": "B", **keys}])


def test_the_example_of_the_format_reads_without_complaint() -> None:
    read = read_profiles(EXAMPLE.encode(), "solar.leadprofile")
    assert read.profiles == (EXAMPLE_PROFILE,)
    assert read.unknown_keys == ()
    assert problems_of(read.profiles[0]) == []


def test_the_example_is_written_with_its_keys_in_their_order_and_without_defaults() -> None:
    written = write_profile(EXAMPLE_PROFILE)
    assert one(written) == EXAMPLE_PROFILE
    assert written.startswith(b'{\n  "format": 1,\n  "id": ')
    assert written.endswith(b"\n}\n")
    document, example = json.loads(written), json.loads(EXAMPLE)
    assert list(document) == [key for key in example if key != "timeout_s"]
    assert document["fields"][0] == example["fields"][0]
    assert document["auth"] == {"password": True}
    assert document["defaults"] == {"mode": "transfer", "aid": 23}
    assert "\u2026".encode() in written


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_matter(encode: str) -> None:
    assert one(EXAMPLE.encode(encode)) == EXAMPLE_PROFILE


def test_keys_that_may_be_left_out() -> None:
    least = one(of())
    assert least == SourceProfile("p1", "P", "https://example.com", 1, 2)
    assert one(of(timeout_s=1.5)).timeout_s == 1.5
    assert one(of(operations=["ping", "call", "transfer"])).defaults == Defaults(Operation.TRANSFER)
    assert one(of(operations=["call"], defaults={"aid": None})).defaults == Defaults(Operation.CALL)
    assert one(of(operations=["ping"])).defaults == Defaults()


def test_defaults_and_choices_may_be_numbers_and_truth_values() -> None:
    assert one(field(kind="boolean", default=True)).fields[1].default == "true"
    assert one(field(kind="money", default=1.5)).fields[1].default == "1.5"
    assert one(field(kind="choice", choices=[{"value": 7, "label": "Seven"}])).fields[1].choices == (
        Choice("7", "Seven"),
    )


STRANGE: dict[str, Any] = {
    "format": 1,
    "id": "p1",
    "name": "P",
    "endpoint": "https://example.com",
    "vid": 1,
    "lid": 2,
    "campaigns": [{"aid": 3, "colour": "red"}],
    "auth": {"password": True, "mfa": {"deep": [1, None, {"x": 1.25}]}},
    "operations": ["general"],
    "defaults": {"mode": "general", "is_async": 1},
    "fields": [
        {
            "name": "A",
            "label": "A",
            "kind": "choice",
            "choices": [{"value": "v", "label": "v", "icon": "\u2603"}],
            "format": "x",
            "token": True,
        },
        {"name": "B", "label": "B", "kind": "text", "format": 2},
    ],
    "unknown": {"kept": "too"},
    "x": [],
}


def test_unknown_keys_are_kept_and_reported_once() -> None:
    data = json.dumps(STRANGE, ensure_ascii=False, indent=2).encode() + b"\n"
    read = read_profiles(data, "p")
    assert read.unknown_keys == (
        "campaigns[].colour",
        "auth.mfa",
        "defaults.is_async",
        "fields[].choices[].icon",
        "fields[].format",
        "fields[].token",
        "unknown",
        "x",
    )
    assert write_profile(read.profiles[0]) == data


def test_an_unknown_key_of_the_model_never_replaces_a_known_one() -> None:
    forged = replace(EXAMPLE_PROFILE, unknown={"format": 9, "vid": 5, "retention_days": 3, "colour": "red"})
    assert one(write_profile(forged)) == replace(EXAMPLE_PROFILE, unknown={"colour": "red"})


def test_several_profiles_in_one_file() -> None:
    other = replace(EXAMPLE_PROFILE, id="other")
    written = write_profiles([EXAMPLE_PROFILE, other])
    assert read_profiles(written, "p").profiles == (EXAMPLE_PROFILE, other)
    assert written.startswith(b'[\n  {\n    "format": 1,')


SECRET = "hunter2-and-more"
SECRET_REASON = (
    "holds a secret, and credentials do not travel in profile files; remove it, and set it with --set-secret"
)

REFUSED = [
    (b"", "", "is empty; a profile file holds one JSON object"),
    (b" \n", "", "is empty"),
    (b"\xff\xfe{\x00", "line 1", "is not UTF-8 text; save it as UTF-8."),
    (b'{\n"name": "Jos\xe9"}', "line 2", "is not UTF-8 text"),
    (b"{\n  'a': 1}", "line 2, column 3", "is no valid JSON (expecting property name"),
    (b'{"format": 1,\n"vid": 18,,\n}', "line 2, column 11", "is no valid JSON (expecting property name"),
    (b'{"a": 1} x', "line 1, column 10", "is no valid JSON (extra data)."),
    (b"[" * 100_000, "", "is nested too deep to be a profile."),
    (b'{"format": 1, "x": ' + b"[" * 400 + b"]" * 400 + b"}", "", "is nested too deep."),
    (b"[]", "", "holds no profile."),
    (b'"profile"', "", 'is no profile: one is an object that begins with { "format": 1.'),
    (b"[\n3]", "line 2, [0]", "is no profile"),
    (b'{"format": 1,\n "vid": 1,\n "vid": 2}', "line 2, vid", "stands twice in one object"),
    (b'{"format": 1, "vid": NaN}', "line 1, vid", "is NaN, which is no JSON."),
    (b'{"format": 1,\n "timeout_s": 1e999}', "line 2, timeout_s", "is a number that is too large."),
    (b'{"format": 1, "vid": ' + b"9" * 5_000 + b"}", "line 1, vid", "is a number of more than 18 digits."),
    (b'{"format": 1, "name": "\\ud800"}', "line 1, name", "holds half a character"),
    (b'{"format": 1, "\\udc00": ""}', "line 1, ", "holds half a character"),
    (of(format=...), "line 1, format", 'is missing: a profile file says "format": 1.'),
    (of(format=2), "line 1, format", "is 2, and this version of LeadExec Desktop reads 1 at most; update the program."),
    (of(format=0), "line 1, format", "must be 1."),
    (of(format="1"), "line 1, format", "must be 1."),
    (of(format=True), "line 1, format", "must be 1."),
    *((of(**{key: ...}), f"line 1, {key}", "is missing.") for key in ("id", "name", "endpoint", "vid", "lid")),
    (of(vid="18"), "line 1, vid", "must be a whole number such as 18, without quotation marks."),
    (of(vid=True), "line 1, vid", "must be a whole number"),
    (of(lid=1.5), "line 1, lid", "must be a whole number"),
    (of(vid=-1), "line 1, vid", "must be a whole number, 0 or more."),
    (of(name=5), "line 1, name", "must be text in quotation marks."),
    (of(script=None), "line 1, script", "must be text in quotation marks."),
    (of(timeout_s="90"), "line 1, timeout_s", "must be a number such as 90, without quotation marks."),
    (of(timeout_s=True), "line 1, timeout_s", "must be a number such as 90"),
    (of(timeout_s=0), "line 1, timeout_s", "must be from 1 to 600 seconds."),
    (of(allow_extra_fields="yes"), "line 1, allow_extra_fields", "must be true or false, without quotation marks."),
    (of(order_id_anywhere=1), "line 1, order_id_anywhere", "must be true or false"),
    (of(operations="general"), "line 1, operations", "must be a list in [ ]."),
    (of(operations=["post"]), "line 1, operations[0]", "must be one of general, redirect, returnsends,"),
    (of(fields={}), "line 1, fields", "must be a list in [ ]."),
    (of(fields=["Zip"]), "line 1, fields[0]", "must be an object in { }."),
    (of(auth=[]), "line 1, auth", "must be an object in { }."),
    (of(auth=None), "line 1, auth", "must be an object in { }."),
    (of(auth={"scheme": "basic"}), "line 1, auth.scheme", "must be one of none, bearer or client_credentials."),
    (of(defaults={"mode": "general", "async": "no"}), "line 1, defaults.async", "must be true or false"),
    (of(defaults={"mode": "redirect", "async": True}), "line 1, defaults.async", "is true. Redirect leads are"),
    (of(campaigns=[{"name": "West"}]), "line 1, campaigns[0].aid", "is missing."),
    (field(kind="phonee"), "line 1, fields[1].kind", "must be one of text, multiline, integer,"),
    (field(min=True), "line 1, fields[1].min", "must be a number such as 18, or for dates and times text such as"),
    (field(kind="date", max=[]), "line 1, fields[1].max", "must be a number such as 18"),
    (field(max_length="50"), "line 1, fields[1].max_length", "must be a whole number such as 18"),
    (field(choices=["NV"]), "line 1, fields[1].choices[0]", "must be an object in { }."),
    (field(name="vid"), "line 1, fields[1].name", "is the name of one of the receiver's own parameters"),
    (field(name="a"), "line 1, fields[1].name", "is the name of fields[0] too"),
    (of(endpoint="http://example.com", timeout_s=0), "line 1, endpoint", "(1 more to mend after this.)"),
    (b"[" + of() + b",\n" + of(id="P1") + b"]", "line 2, [1].id", "is the id of another profile of this file too"),
    (b"[" + of() + b",\n" + of(id="p2", vid="x") + b"]", "line 2, [1].vid", "must be a whole number"),
    *((of(auth={"password": text}), "line 1, auth.password", SECRET_REASON) for text in (SECRET, "", 12345)),
    *((of(auth={key: SECRET}), f"line 1, auth.{key}", SECRET_REASON) for key in ("token", "client_secret", "Api-Key")),
    (of(password=SECRET), "line 1, password", SECRET_REASON),
    (of(extra={"access_token": [SECRET]}), "line 1, extra.access_token", SECRET_REASON),
]


@pytest.mark.parametrize("data, place, reason", REFUSED)
def test_a_file_that_is_refused_says_where_and_why(data: bytes, place: str, reason: str) -> None:
    with pytest.raises(ProfileFileError) as raised:
        read_profiles(data, "solar.leadprofile")
    error = raised.value
    assert (error.source, error.place) == ("solar.leadprofile", place)
    assert reason in error.reason
    assert str(error) == f"solar.leadprofile{f', {place}' if place else ''}: {error.reason}"
    assert "\n" not in str(error)


def test_the_line_is_that_of_the_fault() -> None:
    lines = EXAMPLE.splitlines()
    broken = EXAMPLE.replace('"kind": "postal_code"', '"kind": "zip"')
    with pytest.raises(ProfileFileError) as raised:
        read_profiles(broken.encode(), "p")
    assert raised.value.place == f"line {1 + next(n for n, line in enumerate(lines) if 'Zip' in line)}, fields[3].kind"


@pytest.mark.parametrize(
    "data",
    [
        of(vid=SECRET),
        of(timeout_s=SECRET),
        of(auth={"password": SECRET}),
        of(auth={"scheme": SECRET}),
        of(endpoint=f"https://jane:{SECRET}@example.com"),
        field(kind=SECRET),
        field(default=SECRET, kind="phone"),
        b'{"format": 1, "auth": {"password": "' + SECRET.encode(),
    ],
)
def test_nothing_of_a_value_is_repeated(data: bytes) -> None:
    with pytest.raises(ProfileFileError) as raised:
        read_profiles(data, "p")
    error = raised.value
    assert SECRET not in "".join(traceback.format_exception(error))
    assert error.__context__ is None
    assert SECRET not in repr(error)


@given(data=st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(ProfileFileError):
        read_profiles(data, "p")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(changes=st.dictionaries(st.sampled_from([own.name for own in fields(SourceProfile)]), JSON, max_size=3))
def test_any_json_in_any_key_is_read_or_refused(changes: dict[str, Any]) -> None:
    with suppress(ProfileFileError):
        assert problems_of(one(of(**changes))) == []


NAMES = st.from_regex(r"[A-Z][a-z]{1,9}( \d)?", fullmatch=True).filter(
    lambda name: name.casefold() not in RESERVED_NAMES
)
UNKNOWN = st.dictionaries(st.sampled_from(["x-colour", "x.y", "Straße", ""]), JSON, max_size=2)


@st.composite
def field_specs(draw: st.DrawFn) -> FieldSpec:
    kind = draw(st.sampled_from(FieldKind))
    is_number = kind in (FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.MONEY)
    numbers = st.none() | st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6)
    least, most = draw(numbers) if is_number else None, draw(numbers) if is_number else None
    return FieldSpec(
        name=draw(NAMES),
        label=draw(st.text()),
        kind=kind,
        required=draw(st.booleans()),
        help=draw(st.text()),
        section=draw(st.text()),
        placeholder=draw(st.text()),
        max_length=draw(st.none() | st.integers(1, 10**6)),
        min=least,
        max=most if least is None or most is None or most >= least else None,
        pattern=draw(st.sampled_from(["", r"\d+", "[a-z]\\"]).filter(lambda pattern: not pattern.endswith("\\"))),
        pattern_help=draw(st.text()),
        choices=draw(
            st.lists(
                st.builds(Choice, st.text(min_size=1).filter(str.strip), st.text(), UNKNOWN),
                unique_by=lambda choice: choice.value,
                min_size=1,
                max_size=3,
            ).map(tuple)
        ),
        sticky=draw(st.booleans()),
        sensitive=draw(st.booleans()),
        in_ping=draw(st.booleans()),
        in_duplicate_check=draw(st.booleans()),
        unknown=draw(UNKNOWN),
    )


def is_a_shape(defaults: Defaults, specs: tuple[FieldSpec, ...]) -> bool:
    fits_xml = defaults.encoding is not Encoding.XML or all(is_xml_name(spec.name) for spec in specs)
    no_async = why_no_async(defaults.mode, defaults.encoding) if defaults.is_async else None
    return fits_xml and not no_async and why_no_encoding(defaults.mode, defaults.encoding) is None


@st.composite
def profiles(draw: st.DrawFn) -> SourceProfile:
    aids = draw(st.lists(st.integers(0, 10**6), unique=True, max_size=3))
    specs = tuple(draw(st.lists(field_specs(), unique_by=lambda spec: spec.name.casefold(), max_size=3)))
    defaults = st.builds(
        Defaults,
        st.sampled_from(SUBMIT_MODES),
        st.sampled_from(Encoding),
        st.sampled_from(ResponseFormat),
        st.booleans(),
        st.sampled_from(["", "https://example.com/hook"]),
        st.sampled_from([None, *aids]),
        UNKNOWN,
    )
    chosen = draw(defaults.filter(lambda own: is_a_shape(own, specs)))
    others = draw(st.lists(st.sampled_from([own for own in Operation if own is not chosen.mode]), unique=True))
    return SourceProfile(
        id=draw(NAMES),
        name=draw(NAMES),
        endpoint=draw(st.sampled_from(["https://example.com", "http://localhost:1/eu"])),
        vid=draw(st.integers(0, 10**17)),
        lid=draw(st.integers(0, 10**6)),
        campaigns=tuple(Campaign(aid, draw(NAMES), draw(UNKNOWN)) for aid in aids),
        auth=Auth(
            draw(st.booleans()), draw(st.sampled_from(AuthScheme)), "https://e.com", draw(NAMES), unknown=draw(UNKNOWN)
        ),
        operations=(chosen.mode, *others),
        defaults=chosen,
        timeout_s=draw(st.floats(1, 600)),
        script=draw(st.text()),
        fields=specs,
        follow_days=draw(st.integers(0, 3650)),
        allow_extra_fields=draw(st.booleans()),
        auto_duplicate_check=draw(st.booleans()),
        retention_days=draw(st.none() | st.integers(1, 9999)),
        unknown=draw(UNKNOWN),
    )


@given(profile=profiles())
def test_what_is_written_is_read_back(profile: SourceProfile) -> None:
    assert problems_of(profile) == []
    written = write_profile(profile)
    assert one(written) == profile
    assert write_profile(one(written)) == written


def test_half_a_character_does_not_keep_a_profile_from_being_written() -> None:
    written = write_profile(replace(EXAMPLE_PROFILE, script="a\ud800b"))
    assert json.loads(written)["script"] == "a?b"


PLACED = '[{"a": {"kind": [], "}": 1.5},\n\n "fields": [{"kind": "{"}, 1, "]",\n {\n "kind":0}\n], \n"vid" : -1e5}]'
PLACES = [
    ((0,), "[0]", 1),
    ((0, "fields", 3, "kind"), "[0].fields[3].kind", 5),
    ((0, "fields", 0, "gone"), "[0].fields[0].gone", 3),
    ((0, "gone", "a", 1), "[0].gone.a[1]", 1),
    ((0, "vid", "a"), "[0].vid.a", 7),
    ((1,), "[1]", 1),
]


@pytest.mark.parametrize("path, place, line", PLACES)
def test_places_are_written_read_and_found(path: tuple[str | int, ...], place: str, line: int) -> None:
    assert place_of(path) == place
    assert path_of(place) == path
    assert line_of(PLACED, path) == line


def test_a_strange_key_is_shown_short_and_plain() -> None:
    assert place_of(("auth", "x" * 1_000)) == f"auth.{'x' * 40}…"
    assert place_of(("a\n\x1b[31mb",)) == "a[31mb"


def test_the_model_is_loaded_without_anything_heavy() -> None:
    program = (
        "import sys; import leadexec_desktop.profiles.file, leadexec_desktop.profiles.reading; "
        "print(*sorted({'pydantic', 'phonenumbers', 'lxml', 'httpx'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
