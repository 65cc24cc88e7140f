"""Inputs of the fuzzer, and the corpus that they start from: one file each, a head, an empty line, a body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID

from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery
from leadexec_desktop.protocol.operations import why_not
from leadexec_desktop.protocol.values import (
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RequestShape,
    ResponseFormat,
    SourceIds,
)

CORPUS = Path(__file__).parent / "corpus"
KINDS = ("answer", "packed", "profile", "request")
_DOCUMENTED = Path(__file__).parents[1] / "protocol" / "documentation_answers.json"
_PROFILE = Path(__file__).parents[1] / "profiles" / "formats" / "1.leadprofile"


@dataclass(frozen=True, slots=True)
class Input:
    """What one decoder is given.

    The head's first line is an answer's status (and `cut off` if it is), a packed body's greatest size, or a request's
    method and target; headers follow. A profile file has none.
    """

    kind: str
    head: str
    body: bytes
    name: str = ""

    @property
    def first(self) -> str:
        return self.head.partition("\n")[0]

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        pairs = (line.partition(":") for line in self.head.split("\n")[1:])
        return tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon)


def read_input(kind: str, data: bytes, name: str = "") -> Input:
    head, _, body = data.partition(b"\n\n") if kind != "profile" else (b"", b"", data)
    return Input(kind, head.decode("latin-1"), body, name)


def written_input(one: Input) -> bytes:
    return one.body if one.kind == "profile" else one.head.encode("latin-1", "replace") + b"\n\n" + one.body


def kept_inputs() -> list[Input]:
    """The files of the corpus: every fault that is known, and every input that ever failed."""
    return [
        read_input(path.parent.name, path.read_bytes(), path.name)
        for path in sorted(CORPUS.glob("*/*"))
        if path.parent.name in KINDS
    ]


def corpus() -> Mapping[str, tuple[Input, ...]]:
    """By kind: what is kept, the answers of the documentation, a request of each shape, and a profile."""
    every = [*kept_inputs(), *_documented_answers(), *_own_requests()]
    every.append(Input("profile", "", _PROFILE.read_bytes(), _PROFILE.name))
    return {kind: tuple(one for one in every if one.kind == kind) for kind in KINDS}


def _documented_answers() -> list[Input]:
    samples = json.loads(_DOCUMENTED.read_text(encoding="utf-8"))
    found = []
    for sample in samples:
        body = sample["body"].encode()
        head = f"200\nContent-Type: application/{sample['response']}\nContent-Length: {len(body)}"
        found.append(Input("answer", head, body, f"lines {sample['lines']}"))
    return found


def _own_requests() -> list[Input]:
    lead = Lead((("FirstName", "José"), ("Comments", 'a=b&c <d> "e"\r\n%'), ("Zip", "00501")))
    found = []
    for operation, encoding, is_async in product(Operation, Encoding, (False, True)):
        shape = RequestShape(operation, encoding, ResponseFormat.JSON, is_async)
        if why_not(shape) is not None:
            continue
        request = LeadRequest(
            shape,
            SourceIds(18, 1, None if operation in (Operation.UPDATE, Operation.STATUS) else 23),
            lead,
            call=CallData("8005550100", 125, "Interested") if operation is Operation.CALL else None,
            update=LeadUpdate("100000001", process_delivery=True) if operation is Operation.UPDATE else None,
            status=StatusQuery(f"{UUID(int=1)}") if operation is Operation.STATUS else None,
        )
        encoded = encode(request)
        head = "\n".join((f"{encoded.method} {encoded.path}", *(f"{name}: {value}" for name, value in encoded.headers)))
        found.append(Input("request", head, encoded.body, encoded.path))
    return found
