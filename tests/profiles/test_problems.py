"""Each complaint about a profile, at its place."""

from dataclasses import replace
from typing import Any

import pytest

from leadexec_desktop.profiles.model import (
    Auth,
    Campaign,
    Choice,
    Defaults,
    FieldKind,
    FieldSpec,
    SourceProfile,
)
from leadexec_desktop.profiles.problems import Problem, problems_of
from leadexec_desktop.protocol.parameters import RESERVED_NAMES
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Operation

FINE = SourceProfile(
    "p1",
    "Solar & Söhne",
    "https://leads.leadexec.net",
    18,
    1,
    campaigns=(Campaign(23, "West"), Campaign(24)),
    operations=tuple(Operation),
    defaults=Defaults(Operation.TRANSFER, return_url="https://example.com/hook?key=1", aid=23),
    fields=(
        FieldSpec("FirstName", required=True),
        FieldSpec("Phone 1", kind=FieldKind.PHONE, wire_format="e164"),
        FieldSpec("Age", kind=FieldKind.INTEGER, min=18, max=18, default="18"),
        FieldSpec("Born", kind=FieldKind.DATE, min="1930-01-01", wire_format="%-m/%-d/%Y", default="3/4/1990"),
        FieldSpec("State", kind=FieldKind.CHOICE, choices=(Choice("NV"), Choice("1", "One")), default="one"),
        FieldSpec("Source", required=True, hidden=True, default="desk", pattern="[a-z]+"),
    ),
)


def profile(**changes: Any) -> SourceProfile:
    return replace(FINE, **changes)


def defaults(**changes: Any) -> SourceProfile:
    return replace(FINE, defaults=replace(FINE.defaults, **changes))


def fields(*specs: FieldSpec) -> SourceProfile:
    return replace(FINE, fields=specs)


def field(**keys: Any) -> SourceProfile:
    return fields(FieldSpec("F"), FieldSpec(**{"name": "G", **keys}))


CREDENTIALS = AuthScheme.CLIENT_CREDENTIALS
TOKEN_URL = "https://api.example.com/token"

CASES = [
    (profile(id=""), "id", "is empty."),
    (profile(id="  "), "id", "is empty."),
    (profile(id="a\x00b"), "id", "holds the invisible character U+0000"),
    (profile(id="x" * 201), "id", "is too long: 200 characters at most."),
    (profile(name=""), "name", "is empty."),
    (profile(name="a\nb"), "name", "holds the invisible character U+000A"),
    *(
        (profile(endpoint=url), "endpoint", "is no address such as https://leads.leadexec.net.")
        for url in ("", "leads.leadexec.net", "ftp://example.com", "https://", "https://a b", "https://a\n.com")
    ),
    *(
        (profile(endpoint=url), "endpoint", "is no address")
        for url in ("https://[::1", "https://a:99999", "https://a:0", "https:\\\\example.com", " https://a.com")
    ),
    *(
        (profile(endpoint=url), "endpoint", "is plain http, which would send leads unencrypted")
        for url in (
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://10.0.0.1",
        )
    ),
    (profile(endpoint="https://jane:secret@example.com"), "endpoint", "has a user name or password in it"),
    (profile(endpoint="https://@example.com"), "endpoint", "has a user name or password in it"),
    (profile(endpoint="https://example.com/?a=b"), "endpoint", 'has a "?" or "#" part'),
    (profile(endpoint="https://example.com/?"), "endpoint", 'has a "?" or "#" part'),
    (profile(endpoint="https://example.com/#x"), "endpoint", 'has a "?" or "#" part'),
    (profile(vid=-1), "vid", "must be a whole number, 0 or more."),
    (profile(vid=True), "vid", "must be a whole number"),
    (profile(lid=2**63), "lid", "must be a whole number"),
    (profile(campaigns=(Campaign(23), Campaign(-5))), "campaigns[1].aid", "must be a whole number"),
    (profile(campaigns=(Campaign(23), Campaign(23))), "campaigns[1].aid", "stands twice among the campaigns."),
    (profile(campaigns=(Campaign(23, "a\tb"),)), "campaigns[0].name", "holds the invisible character U+0009"),
    (profile(auth=Auth(scheme=CREDENTIALS, token_url=TOKEN_URL)), "auth.client_id", "is empty, but the scheme"),
    (profile(auth=Auth(token_url="http://example.com")), "auth.token_url", "is plain http"),
    (profile(auth=Auth(token_url="https://a:b@example.com")), "auth.token_url", "has a user name or password"),
    *(
        (
            profile(auth=Auth(token_url=f"{TOKEN_URL}?tenant=1&{secret}")),
            "auth.token_url",
            "has a parameter with a secret",
        )
        for secret in ("client_secret=x", "Api-Key=x", "access%5Ftoken=x")
    ),
    (profile(auth=Auth(client_id="a\nb")), "auth.client_id", "holds the invisible character U+000A"),
    (profile(operations=()), "operations", "is empty: nothing could be done"),
    (profile(operations=(*Operation, Operation.CALL)), "operations[9]", 'is "call" a second time.'),
    (defaults(mode=Operation.PING), "defaults.mode", "must be one of general, redirect, returnsends, transfer, call."),
    (defaults(mode=Operation.STATUS), "defaults.mode", "must be one of general"),
    (profile(operations=(Operation.CALL,)), "defaults.mode", 'is "transfer", which is not among the operations.'),
    (
        defaults(mode=Operation.REDIRECT, encoding=Encoding.JSON),
        "defaults.encoding",
        'is "json". The receiver takes redirect leads as form or XML only.',
    ),
    (defaults(encoding=Encoding.XML), "defaults.encoding", 'is "xml", but the name of fields[1] is no XML name.'),
    (defaults(mode=Operation.REDIRECT, is_async=True), "defaults.async", "is true. Redirect leads are always answered"),
    (defaults(return_url="example.com"), "defaults.return_url", "is no address such as"),
    (defaults(return_url="https://a:b@example.com/hook"), "defaults.return_url", "has a password in it"),
    (defaults(return_url=" https://example.com"), "defaults.return_url", "is no address such as"),
    (defaults(aid=25), "defaults.aid", "is not among the campaigns."),
    *((profile(timeout_s=s), "timeout_s", "must be from 1 to 600 seconds.") for s in (0, 0.5, 601, float("nan"))),
    (profile(follow_days=-1), "follow_days", "must be from 0 to 3650 days."),
    (profile(retention_days=0), "retention_days", "must be 1 or more"),
    (fields(FieldSpec("Phone"), FieldSpec("PHONE")), "fields[1].name", "is the name of fields[0] too"),
    (field(name=""), "fields[1].name", "is empty."),
    (field(name="\u200b"), "fields[1].name", "is empty."),
    (field(name="a\x07"), "fields[1].name", "holds the invisible character U+0007"),
    (field(name="a\ud800"), "fields[1].name", "holds the invisible character U+D800"),
    (field(name="x" * 201), "fields[1].name", "is too long"),
    (field(name="Phone "), "fields[1].name", "has a space at its beginning or end"),
    (field(name="Ph\u200bone"), "fields[1].name", "has a space at its beginning or end, or an invisible character"),
    *(
        (field(name=name.upper()), "fields[1].name", "is the name of one of the receiver's own parameters")
        for name in sorted(RESERVED_NAMES)
    ),
    (field(kind=FieldKind.CHOICE), "fields[1].choices", "is empty: a choice needs at least one."),
    (
        field(kind=FieldKind.CHOICE, choices=(Choice("a"), Choice("b"), Choice("a", "A"))),
        "fields[1].choices[2].value",
        "stands twice among the choices.",
    ),
    (field(kind=FieldKind.CHOICE, choices=(Choice(" ", "None"),)), "fields[1].choices[0].value", "is empty; a field"),
    (
        field(kind=FieldKind.CHOICE, choices=(Choice("a"),), default="b"),
        "fields[1].default",
        "cannot be sent: Choose one of the list, such as a.",
    ),
    (field(kind=FieldKind.EMAIL, default="x"), "fields[1].default", "cannot be sent: Type an e-mail address"),
    (field(kind=FieldKind.INTEGER, default="5", min=6), "fields[1].default", "cannot be sent: Must be 6 or more."),
    (field(default="abc", max_length=2), "fields[1].default", "cannot be sent: Too long"),
    (field(required=True, hidden=True), "fields[1].default", "is empty, but the field is required and hidden"),
    (field(required=True, read_only=True), "fields[1].default", "is empty, but the field is required and read-only"),
    (field(max_length=0), "fields[1].max_length", "must be 1 or more"),
    (field(kind=FieldKind.MONEY, min=2, max=1.5), "fields[1].min", "is greater than max"),
    (field(kind=FieldKind.DATE, min="1990-01-02", max="1990-01-01"), "fields[1].min", "is greater than max"),
    (field(kind=FieldKind.INTEGER, min="18"), "fields[1].min", "must be a number, as in 18, without quotation marks."),
    (field(kind=FieldKind.DECIMAL, max=float("inf")), "fields[1].max", "must be a number"),
    (field(kind=FieldKind.DATE, min=1990), "fields[1].min", 'must be text such as "1990-03-04".'),
    (field(kind=FieldKind.DATE, max="3/4/1990"), "fields[1].max", 'must be text such as "1990-03-04".'),
    (field(kind=FieldKind.TIME, max="2:30 pm"), "fields[1].max", 'must be text such as "14:30".'),
    (field(kind=FieldKind.DATETIME, min="1990-03-04T14:30Z"), "fields[1].min", "must be text such as"),
    (field(kind=FieldKind.PHONE, min=1), "fields[1].min", "is for numbers, dates and times only"),
    (field(pattern="(["), "fields[1].pattern", "is no regular expression that Python can read."),
    (field(pattern="a{9999999999999}"), "fields[1].pattern", "is no regular expression"),
    (
        field(kind=FieldKind.PHONE, wire_format="dots"),
        "fields[1].wire_format",
        "must be one of digits, e164, national.",
    ),
    (
        field(kind=FieldKind.BOOLEAN, wire_format="Y/N"),
        "fields[1].wire_format",
        "must be one of true/false, 1/0, yes/no.",
    ),
    (field(kind=FieldKind.DATE, wire_format="%H"), "fields[1].wire_format", 'has "%H", which a date cannot'),
    (field(kind=FieldKind.TIME, wire_format="hh:mm"), "fields[1].wire_format", "has no directive"),
    (field(kind=FieldKind.MONEY, wire_format="digits"), "fields[1].wire_format", "is for phones, dates, times"),
]


def test_a_sound_profile_has_no_problem() -> None:
    assert problems_of(FINE) == []


@pytest.mark.parametrize("broken, place, reason", CASES)
def test_each_problem_at_its_place(broken: SourceProfile, place: str, reason: str) -> None:
    (problem,) = problems_of(broken)
    assert problem.place == place
    assert problem.reason.startswith(reason)
    assert problem.reason.endswith((".", ")"))


SOUND = [
    *(
        profile(endpoint=url)
        for url in (
            "http://localhost:8080",
            "http://127.0.0.1:1/prefix",
            "http://[::1]",
            "https://пример.рф",
            "https://leads.example.com:8443/eu/v1/",
        )
    ),
    profile(auth=Auth(password=True, scheme=CREDENTIALS, token_url=f"{TOKEN_URL}?tenant=1", client_id="c")),
    profile(auth=Auth(scheme=CREDENTIALS, client_id="c")),  # the token comes from the platform's own address
    profile(auth=Auth(token_url=f"{TOKEN_URL}?client_secret=&grant_type=client_credentials")),
    profile(operations=(Operation.PING, Operation.STATUS)),
    replace(FINE, fields=FINE.fields[:1], defaults=Defaults(Operation.CALL, Encoding.XML, is_async=True)),
    profile(vid=0, lid=0, retention_days=1, follow_days=0, timeout_s=600),
    field(pattern="[[a]"),
    field(kind=FieldKind.BOOLEAN, default="yes", wire_format="1/0"),
]


@pytest.mark.parametrize("sound", SOUND)
def test_what_looks_odd_and_is_sound(sound: SourceProfile) -> None:
    assert problems_of(sound) == []


def test_problems_come_in_the_order_of_the_keys() -> None:
    broken = replace(field(name="", max_length=0), id="", timeout_s=0)
    places = [problem.place for problem in problems_of(broken)]
    assert places == ["id", "timeout_s", "fields[1].name", "fields[1].max_length"]


def test_no_reason_repeats_a_password_in_an_address() -> None:
    broken = profile(endpoint="https://jane:hunter2@example.com", auth=Auth(token_url="https://jane:hunter2@e.com"))
    assert [problem for problem in problems_of(broken) if "hunter2" in problem.reason] == []
    assert len(problems_of(broken)) == 2
    assert isinstance(problems_of(broken)[0], Problem)
