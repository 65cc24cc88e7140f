"""How an answer looks on the wire, by shape. What is large is made when it is sent, and never earlier."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.values import ResponseFormat
from leadexec_desktop.sandbox.answers import CONTENT_TYPES, Asked, Decision, Document, Entry, document_of, text_of
from leadexec_desktop.sandbox.malformed import malformed_text
from leadexec_desktop.sandbox.reply import UNAUTHORIZED, Ending, Reply, Wire, on_the_wire, plain
from leadexec_desktop.sandbox.scenario_spec import Shape


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is made of.

    Attributes:
        decision: What was decided about the lead.
        asked: How it is to be answered.
        origin: Where this receiver is.
    """

    decision: Decision
    asked: Asked
    origin: str

    @property
    def document(self) -> Document:
        """The documented answer."""
        return document_of(self.decision, self.asked, self.origin)

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


def _with_texts(material: Material, text: str) -> Reply:
    """The documented answer with that text for its details and for each name."""
    document: dict[str, str | int | bool | Sequence[Entry]] = {**material.document, "ResponseDetails": text}
    for name, value in material.document.items():
        if isinstance(value, list):
            document[name] = [
                {key: text if key.endswith("Name") else part for key, part in own.items()} for own in value
            ]
    return _answer(material.content_type, text_of(document, material.asked).encode())


def _two_answers(material: Material) -> Reply:
    other = replace(
        material,
        decision=Decision(material.decision.post_id, ResponseType.Duplicate_Lead, "Of no lead at all.", queued=False),
    )

    def pieces() -> Iterator[bytes]:
        bodies = [own.text.encode() for own in (material, other)]
        yield b"".join(_head(material.content_type, f"Content-Length: {len(own)}") + own for own in bodies)

    return on_the_wire(Wire(pieces, ending=Ending.LEFT_OPEN))


# ------------------------------------------------------------------ what is no documented answer
_PREFIX = b'{"isValidPost": true, "ResponseDetails": "'
"""Of an answer that would be accepted, did it end."""
_LEVELS = 200_000
_ANNOUNCED_BYTES = 2 * 1024**3
_PIECE = 65_536
_UNPACKED_MB = 300
_DRIP_S = 0.2


def _external_entity(material: Material) -> Reply:
    doctype = (
        f'<!DOCTYPE PostResponse SYSTEM "{material.origin}/answer.dtd" [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    )
    return _xml(doctype, "file")


def _entity_bomb(material: Material) -> Reply:
    del material
    levels = [f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10)]
    return _xml(f'<!DOCTYPE PostResponse [<!ENTITY e0 "lol">{"".join(levels)}]>', "e9")


def _xml(doctype: str, entity: str) -> Reply:
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}\n<PostResponse><isValidPost>true</isValidPost>'
        f"<ResponseDetails>&{entity};</ResponseDetails></PostResponse>"
    )
    return _answer(CONTENT_TYPES[ResponseFormat.XML], text.encode())


def _deep(material: Material) -> Reply:
    del material
    body = b'{"isValidPost": true, "ResponseDetails": ' + b"[" * _LEVELS + b"]" * _LEVELS + b"}"
    return _answer(CONTENT_TYPES[ResponseFormat.JSON], body)


def _huge(material: Material) -> Reply:
    del material

    def pieces() -> Iterable[bytes]:
        head = _head(CONTENT_TYPES[ResponseFormat.JSON], f"Content-Length: {_ANNOUNCED_BYTES}")
        return chain([head, _PREFIX], repeat(b"x" * _PIECE, _ANNOUNCED_BYTES // _PIECE - 1))

    return on_the_wire(Wire(pieces))


def _gzip_bomb(material: Material) -> Reply:
    del material
    megabyte, end = b"x" * 1024**2, b'"}'
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    # After a full flush, the same bytes are packed into the same bytes: one megabyte need be packed only once.
    begin, middle = (packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH) for part in (_PREFIX, megabyte))
    checksum = zlib.crc32(_PREFIX)
    for _ in range(_UNPACKED_MB):
        checksum = zlib.crc32(megabyte, checksum)
    length = len(_PREFIX) + _UNPACKED_MB * len(megabyte) + len(end)
    trailer = zlib.crc32(end, checksum).to_bytes(4, "little") + length.to_bytes(4, "little")
    body = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + begin + middle * _UNPACKED_MB + packer.compress(end) + packer.flush()
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
"""What answers a lead that is not looked at."""

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
"""What answers a lead of which something was decided."""
