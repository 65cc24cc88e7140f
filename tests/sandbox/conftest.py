"""A client of the built-in receiver that shares no code with it: http.client, and requests written by hand."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import pytest

from leadexec_desktop.sandbox.server import Sandbox

FORM, XML, JSON = "application/x-www-form-urlencoded", "application/xml", "application/json"
CALL = {"ivrnumber": "8005550100", "callduration": "125", "callresult": "Interested", "calldate": "11/13/2020 12:15 PM"}
FIELDS = {"FirstName": "Anaïs", "LastName": "O'Neil & <Sons>", "Phone": "7025550123", "Email": "anais@example.com"}

XML_CALL_NAMES = {
    "ivrnumber": "IVRNumber",
    "callduration": "CallDuration",
    "callresult": "CallResult",
    "calldate": "CallDate",
}
JSON_CALL_NAMES = {
    "ivrnumber": "ivrNumber",
    "callduration": "callDuration",
    "callresult": "callResult",
    "calldate": "callDate",
}


@dataclass(frozen=True)
class Got:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def one(self) -> dict[str, Any]:
        """The one object of a JSON answer, in an array or not."""
        document = self.json()
        [found] = document if isinstance(document, list) else [document]
        assert isinstance(found, dict)
        return found

    def xml(self) -> ET.Element:
        return ET.fromstring(self.body)


@dataclass(frozen=True)
class Door:
    """A started sandbox, and requests to it."""

    sandbox: Sandbox
    url: str

    def ask(self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Got:
        parts = urlsplit(self.url)
        assert parts.hostname
        connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
        try:
            connection.request(method, target, body, dict(headers or {}))
            answer = connection.getresponse()
            return Got(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def post(self, target: str, content_type: str, body: bytes | str, **headers: str) -> Got:
        data = body.encode() if isinstance(body, str) else body
        return self.ask("POST", target, data, {"Content-Type": content_type, **headers})

    def lead(self, mode: str = "general", response: str = "json", *, asynchronous: bool = False, **options: Any) -> Got:
        """A lead as the documentation's request sample for that path has it.

        Options: `encoding` (form, xml, json), `fields`, `source` (more of it than the ids, or others).
        """
        encoding = options.get("encoding", "form")
        fields = options.get("fields", FIELDS)
        source = {"vid": 18, "lid": 1, "aid": 23} | options.get("source", {})
        call = CALL if mode == "calldata" else {}
        path = f"/processor/insert/{mode}/{response}{'/async' if asynchronous else ''}"
        content_type, body = WRITERS[encoding](source, call, fields)
        return self.post(path, content_type, body)

    def question(self, path: str, encoding: str = "form", **options: Any) -> Got:
        """A ping, a duplicate check or an update.

        Options: `fields`, `source` (in place of the ids), `properties`, `headers`.
        """
        source = options.get("source", {"vid": 18, "lid": 1, "aid": 23})
        properties, fields = options.get("properties", {}), options.get("fields", {"Zip": "89101"})
        content_type, body = question_body(encoding, source, properties, fields)
        return self.post(path, content_type, body, **options.get("headers", {}))

    def ping(self, response: str = "json", **options: Any) -> Got:
        return self.question(f"/processor/insert/ping/{response}", **options)

    def check(self, fields: Mapping[str, str], **options: Any) -> Got:
        return self.question("/processor/duplicate/check", fields=fields, **options)

    def update(self, lead_uid: int, fields: Mapping[str, str], response: str = "json", **options: Any) -> Got:
        source = options.pop("source", {"vid": 18, "lid": 1})
        properties = {"leadUID": lead_uid} | options.pop("properties", {})
        path = f"/processor/update/{response}"
        return self.question(path, source=source, properties=properties, fields=fields, **options)

    def status(self, post_id: str, place: str = "queuestatus", **headers: str) -> Got:
        return self.ask("GET", f"/information/{place}/{post_id}", headers=headers)


@dataclass
class Clock:
    """A clock that goes on only when it is told to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def form_body(source: Mapping[str, Any], call: Mapping[str, str], fields: Mapping[str, str]) -> tuple[str, str]:
    pairs = {**source, **call, **fields}
    return FORM, "&".join(f"{quote(name)}={quote(str(value))}" for name, value in pairs.items())


def xml_body(source: Mapping[str, Any], call: Mapping[str, str], fields: Mapping[str, str]) -> tuple[str, str]:
    attributes = " ".join(f"{name}={quoteattr(str(value))}" for name, value in source.items())
    values = {XML_CALL_NAMES[name]: value for name, value in call.items()} | dict(fields)
    children = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
    return XML, f'<Leads {attributes}> <Lead reference="desk 7"> {children} </Lead> </Leads>'


def json_body(source: Mapping[str, Any], call: Mapping[str, str], fields: Mapping[str, str]) -> tuple[str, str]:
    json_source = {("returnURL" if name == "returnurl" else name): value for name, value in source.items()}
    properties: dict[str, Any] = {JSON_CALL_NAMES[name]: value for name, value in call.items()}
    if call:
        properties["callDuration"] = int(call["callduration"])
    lead = {"properties": {"reference": "desk 7", **properties}, "fields": fields}
    return JSON, json.dumps({"source": json_source, "leads": [lead]})


def question_body(
    encoding: str, source: Mapping[str, Any], properties: Mapping[str, Any], fields: Mapping[str, str]
) -> tuple[str, str]:
    """A ping, a duplicate check or an update as the documentation's request samples have it (lines 1739-1987).

    `properties` are named as in JSON.
    """
    if encoding == "json":
        lead = {"properties": properties, "fields": fields}
        return JSON, json.dumps({"source": source, "leads": [lead]})
    names = {"leadUID": "lpleaduid"}
    pairs = {**source, **{names.get(name, name): json.dumps(value) for name, value in properties.items()}, **fields}
    return FORM, "&".join(f"{quote(name)}={quote(str(value))}" for name, value in pairs.items())


WRITERS = {"form": form_body, "xml": xml_body, "json": json_body}


@pytest.fixture
def open_door() -> Iterator[Callable[..., Door]]:
    """Starts sandboxes, and closes them after the test."""
    started: list[Sandbox] = []

    def start(**options: Any) -> Door:
        sandbox = Sandbox(**options)
        started.append(sandbox)
        return Door(sandbox, sandbox.start())

    yield start
    for sandbox in started:
        sandbox.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2020, 4, 30, 13, 50, 45, 123_000, tzinfo=UTC))


@pytest.fixture
def clocked(open_door: Callable[..., Door], clock: Clock) -> Door:
    """A sandbox whose clock stands still."""
    return open_door(clock=clock)


@pytest.fixture
def door(open_door: Callable[..., Door]) -> Door:
    return open_door()
