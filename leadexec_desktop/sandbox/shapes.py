"""How an answer looks on the wire, by shape. What is large is made when it is sent, and never earlier."""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, repeat
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.values import ResponseFormat
from leadexec_desktop.sandbox.answers import Document, Entry, Part, document_of, names_of
from leadexec_desktop.sandbox.malformed import malformed_text
from leadexec_desktop.sandbox.reply import UNAUTHORIZED, Ending, Reply, Wire, on_the_wire, plain
from leadexec_desktop.sandbox.scenario_spec import Shape
from leadexec_desktop.sandbox.verdicts import Asked, Decision, DuplicateVerdict, LeadStatus, PingVerdict, Verdict
from leadexec_desktop.sandbox.writing import CONTENT_TYPES, text_of


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is made of.

    Attributes:
        verdict: What was decided.
        asked: How it is to be answered.
        origin: Where this receiver is.
    """

    verdict: Verdict
    asked: Asked
    origin: str

    @property
    def document(self) -> Document:
        """The documented answer."""
        return document_of(self.verdict, self.asked, self.origin)

    @property
    def text(self) -> str:
        """The same as the documentation's samples write it."""
        return text_of(self.document, self.asked)

    @property
    def content_type(self) -> str:
        """What it calls itself."""
        return CONTENT_TYPES[self.asked.response]


def _answer(content_type: str, body: bytes, *headers: tuple[str, str]) -> Reply:
    return Reply(200, (("Content-Type", content_type), *headers), body)


def _page(status: int, title: str, text: str) -> Reply:
    page = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{text}</h1></body></html>"
    return Reply(status, (("Content-Type", "text/html; charset=utf-8"),), page.encode())


# ------------------------------------------------------------------ documented answers, written otherwise
def _documented(material: Material) -> Reply:
    return _answer(material.content_type, material.text.encode())


def _malformed(material: Material) -> Reply:
    return _answer(material.content_type, malformed_text(material.document, material.asked).encode())


def _byte_order_mark(material: Material) -> Reply:
    return _answer(material.content_type, material.text.encode("utf-8-sig"))


def _utf_16(material: Material) -> Reply:
    text = material.text.replace('encoding="utf-8"', 'encoding="utf-16"', 1)
    return _answer(material.content_type.replace("utf-8", "utf-16"), text.encode("utf-16"))


def _wrong_content_type(material: Material) -> Reply:
    return _answer("text/html; charset=utf-8", material.text.encode())


_LONG = 1_000_000
_NAMES: Mapping[ResponseFormat, str] = MappingProxyType(
    {ResponseFormat.JSON: r'^"\w+":', ResponseFormat.XML: r"</?\w+"}
)


def _lower_case_keys(material: Material) -> Reply:
    names = re.compile(_NAMES[material.asked.response], re.MULTILINE)
    return _answer(material.content_type, names.sub(lambda name: name[0].lower(), material.text).encode())


def _markup(material: Material) -> Reply:
    # A picture that is fetched would be asked of this receiver, which notes what it is asked.
    return _with_texts(material, f'<b>Bold</b> & <img src="{material.origin}/picture.png">')


def _long_texts(material: Material) -> Reply:
    return _with_texts(material, "x" * _LONG)


_TEXTS = frozenset({"ResponseDetails", "Response", "RejectionReason", "ReturnReason"})


def _with_texts(material: Material, text: str) -> Reply:
    """The documented answer with that text for its details, its reasons and each name."""
    document = {name: _with_text(name, part, text) for name, part in material.document.items()}
    return _answer(material.content_type, text_of(document, material.asked).encode())


def _with_text(name: str, part: Part, text: str) -> Part:
    match part:
        case str() if name in _TEXTS or name.endswith("Name"):
            return text
        case Mapping():
            return _entry_with_text(part, text)
        case list():
            return [_entry_with_text(entry, text) for entry in part]
        case _:
            return part


def _entry_with_text(entry: Entry, text: str) -> Entry:
    return {name: text if name in _TEXTS or name.endswith("Name") else value for name, value in entry.items()}


_OTHERS = "Of no lead at all."
_OTHER_VERDICTS: Mapping[type, Verdict] = MappingProxyType(
    {
        Decision: Decision("", ResponseType.Duplicate_Lead, _OTHERS, queued=False),
        PingVerdict: PingVerdict(will_accept=False, request_id="", response=_OTHERS),
        DuplicateVerdict: DuplicateVerdict(is_duplicate=True, response=_OTHERS, lead_id=None),
        LeadStatus: LeadStatus("", datetime(2020, 4, 30, tzinfo=UTC), is_valid=False, rejection_reason=_OTHERS),
    }
)
"""What is said of another lead, which nobody asked for."""


def _two_answers(material: Material) -> Reply:
    other = replace(material, verdict=_OTHER_VERDICTS[type(material.verdict)])

    def pieces() -> Iterator[bytes]:
        bodies = [own.text.encode() for own in (material, other)]
        yield b"".join(_head(material.content_type, f"Content-Length: {len(own)}") + own for own in bodies)

    return on_the_wire(Wire(pieces, ending=Ending.LEFT_OPEN))


# ------------------------------------------------------------------ what is no documented answer
_LEVELS = 200_000
_ANNOUNCED_BYTES = 2 * 1024**3
_PIECE = 65_536
_UNPACKED_MB = 300
_DRIP_S = 0.2


def _begin(material: Material) -> bytes:
    """The begin of an answer that would be accepted, did it end; next comes the text of its details."""
    names = names_of(material.asked)
    return json.dumps({names.flag: True, names.words: ""}).encode().removesuffix(b'"}')


def _external_entity(material: Material) -> Reply:
    file = '[<!ENTITY file SYSTEM "file:///etc/hostname">]'
    return _xml(material, f'SYSTEM "{material.origin}/answer.dtd" {file}', "file")


def _entity_bomb(material: Material) -> Reply:
    levels = [f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10)]
    return _xml(material, f'[<!ENTITY e0 "lol">{"".join(levels)}]', "e9")


def _xml(material: Material, declared: str, entity: str) -> Reply:
    names = names_of(material.asked)
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE {names.root} {declared}>\n'
        f"<{names.root}><{names.flag}>true</{names.flag}><{names.words}>&{entity};</{names.words}></{names.root}>"
    )
    return _answer(CONTENT_TYPES[ResponseFormat.XML], text.encode())


def _deep(material: Material) -> Reply:
    body = _begin(material).removesuffix(b'"') + b"[" * _LEVELS + b"]" * _LEVELS + b"}"
    return _answer(CONTENT_TYPES[ResponseFormat.JSON], body)


def _huge(material: Material) -> Reply:
    def pieces() -> Iterable[bytes]:
        head = _head(CONTENT_TYPES[ResponseFormat.JSON], f"Content-Length: {_ANNOUNCED_BYTES}")
        return chain([head, _begin(material)], repeat(b"x" * _PIECE, _ANNOUNCED_BYTES // _PIECE - 1))

    return on_the_wire(Wire(pieces))


def _gzip_bomb(material: Material) -> Reply:
    begin, megabyte, end = _begin(material), b"x" * 1024**2, b'"}'
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    # After a full flush, the same bytes are packed into the same bytes: one megabyte need be packed only once.
    first, middle = (packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH) for part in (begin, megabyte))
    checksum = zlib.crc32(begin)
    for _ in range(_UNPACKED_MB):
        checksum = zlib.crc32(megabyte, checksum)
    length = len(begin) + _UNPACKED_MB * len(megabyte) + len(end)
    trailer = zlib.crc32(end, checksum).to_bytes(4, "little") + length.to_bytes(4, "little")
    body = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + first + middle * _UNPACKED_MB + packer.compress(end) + packer.flush()
    return _answer(CONTENT_TYPES[ResponseFormat.JSON], body + trailer, ("Content-Encoding", "gzip"))


def _drip(material: Material) -> Reply:
    def pieces() -> Iterator[bytes]:
        yield _head(material.content_type, f"Content-Length: {_ANNOUNCED_BYTES}")
        for byte in _half(material):
            yield bytes([byte])
        yield from repeat(b" ", _ANNOUNCED_BYTES)

    return on_the_wire(Wire(pieces, _DRIP_S))


def _cut_off(material: Material) -> Reply:
    def pieces() -> Iterator[bytes]:
        yield _head(material.content_type, f"Content-Length: {len(material.text.encode())}") + _half(material)

    return on_the_wire(Wire(pieces))


def _cut_off_chunked(material: Material) -> Reply:
    def pieces() -> Iterator[bytes]:
        half = _half(material)
        yield _head(material.content_type, "Transfer-Encoding: chunked") + b"%x\r\n%s\r\n" % (len(half), half)

    return on_the_wire(Wire(pieces))


def _half(material: Material) -> bytes:
    body = material.text.encode()
    return body[: len(body) // 2]


def _head(content_type: str, length: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n{length}\r\n\r\n".encode()


# ------------------------------------------------------------------ the tables
AT_THE_DOOR: Mapping[Shape, Callable[[], Reply]] = MappingProxyType(
    {
        Shape.UNAUTHORIZED: lambda: UNAUTHORIZED,
        Shape.FORBIDDEN: lambda: plain(403, "This account may not do that from here."),
        Shape.TOO_MANY: lambda: plain(429, "Too many requests.", ("Retry-After", "120")),
        Shape.SIGN_IN_PAGE: lambda: _page(200, "Sign in", "Sign in to use this network."),
        Shape.RESET: lambda: on_the_wire(Wire(ending=Ending.RESET)),
    }
)
"""What answers a request that is not looked at."""

MAKERS: Mapping[Shape, Callable[[Material], Reply]] = MappingProxyType(
    {
        Shape.DOCUMENTED: _documented,
        Shape.MALFORMED: _malformed,
        Shape.BYTE_ORDER_MARK: _byte_order_mark,
        Shape.UTF_16: _utf_16,
        Shape.WRONG_CONTENT_TYPE: _wrong_content_type,
        Shape.LOWER_CASE_KEYS: _lower_case_keys,
        Shape.MARKUP: _markup,
        Shape.LONG_TEXTS: _long_texts,
        Shape.TWO_ANSWERS: _two_answers,
        Shape.ERROR_PAGE: lambda _: _page(500, "Runtime Error", "Server Error in '/' Application."),
        Shape.EMPTY: lambda _: Reply(200),
        Shape.EXTERNAL_ENTITY: _external_entity,
        Shape.ENTITY_BOMB: _entity_bomb,
        Shape.DEEP: _deep,
        Shape.HUGE: _huge,
        Shape.GZIP_BOMB: _gzip_bomb,
        Shape.DRIP: _drip,
        Shape.CUT_OFF: _cut_off,
        Shape.CUT_OFF_CHUNKED: _cut_off_chunked,
        Shape.SILENCE: lambda _: on_the_wire(Wire(ending=Ending.LEFT_OPEN)),
        Shape.NONE: lambda _: on_the_wire(Wire()),
    }
)
"""What answers a request of which something was decided."""
