"""Families of hostile input: each a function of a size in bytes. How time grows with it is what is looked at."""

import json
import zlib
from collections.abc import Callable, Mapping

from .inputs import Input

Family = Callable[[int], Input]

_JSON = b'{"isValidPost": true, '
_XML = b"<PostResponse><isValidPost>true</isValidPost>"
_HEAD = "200\nContent-Length: 1"


def _answer(body: bytes, *headers: str) -> Input:
    return Input("answer", "\n".join((_HEAD, *headers)), body)


def _status(piece: bytes, before: bytes = b"", after: bytes = b'"x":1}') -> Family:
    begin = b'{"IsValid": true, '
    return lambda size: Input("answer", _HEAD, begin + before + _times(piece, size) + after, "status")


def _times(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece) + 1)


def _json(piece: bytes, before: bytes = b"", after: bytes = b'"x":1}') -> Family:
    return lambda size: _answer(_JSON + before + _times(piece, size) + after)


def _xml(piece: bytes, before: bytes = b"", after: bytes = b"") -> Family:
    return lambda size: _answer(_XML + before + _times(piece, size) + after + b"</PostResponse>")


def _numbered(piece: bytes, size: int) -> bytes:
    return b"".join(piece.replace(b"#", b"%d" % number) for number in range(size // (len(piece) + 5) + 1))


def _plain(piece: bytes) -> Family:
    return lambda size: _answer(_times(piece, size))


_ANSWERS: Mapping[str, Family] = {
    # JSON, and what the repair of doubled quotes makes of it
    "quotes": _plain(b'"'),
    "doubled quotes": _json(b'"a"" : ""b"" ,'),
    "quotes and blanks": _json(b'"a""' + b" " * 40),
    "one quote, long blanks": _json(b" ", b'"a""'),
    "backslashes": _json(b"\\", b'"a": "', b""),
    "escaped quotes": _json(b'\\"', b'"a": "', b""),
    "escapes": _json(b"\\u0041", b'"a": "', b'"}'),
    "long text": _json(b"x", b'"PostID": "', b'"}'),
    "long key": _json(b"x", b'"', b'": 1}'),
    "long whole number": _json(b"9", b'"a": ', b"}"),
    "long price": _json(b"9", b'"Price": 0.', b"}"),
    "long exponent": _json(b"9", b'"Price": 1e', b"}"),
    "numbers of 4,299 digits": _json(b"9" * 4299 + b",", b'"a": [', b"1]}"),
    "many keys": lambda size: _answer(_JSON + _numbered(b'"k#":1,', size) + b'"x":1}'),
    "the same key": _json(b'"isValidPost":0,'),
    "long array": lambda size: _answer(b"[" + _times(b"1,", size) + _JSON + b'"x":1}]'),
    "many answers": lambda size: _answer(b"[" + _times(b'{"isValidPost":true},', size) + b"1]"),
    "many Sends": _json(b'{"ClientUID":1,"Valid":true,"Price":"25"},', b'"Sends": [', b"1]}"),
    "odd Sends": _json(b'{"y":1},', b'"Sends": [', b"1]}"),
    "many ClientInfos": _json(b'{"AgentName":"a","AgentPhone":7},', b'"ClientInfos": [', b"1]}"),
    "deep arrays": _json(b"[", b'"a": '),
    "deep objects": _json(b'{"a":', b'"a": '),
    "often deep": _json(b"[" * 300 + b"]" * 300 + b",", b'"a": [', b"1]}"),
    "blanks in JSON": _json(b" "),
    "blanks before it": lambda size: _answer(b" " * size + _JSON + b'"x":1}'),
    "UTF-16": lambda size: _answer((_JSON + b'"x": "' + _times(b"x", size // 2) + b'"}').decode().encode("utf-16")),
    "zeros": _plain(b"\0"),
    "no UTF-8": _json(b"\xe9", b'"a": "', b'"}'),
    "charset in the header": lambda size: _answer(
        b"{}", f"Content-Type: {'charset' * (size // 16)}{' ' * (size // 4)}charset={' ' * (size // 4)}?"
    ),
    # XML, strict and recovered
    "siblings": _xml(b"<a/>"),
    "sends in XML": _xml(b"<SendInfo><ClientUID>1</ClientUID></SendInfo>", b"<Sends>", b"</Sends>"),
    "deep elements": _plain(b"<a>"),
    "unclosed": _xml(b"<a>"),
    "closed, never opened": _xml(b"</a>"),
    "crossed": _xml(b"<a></b>"),
    "attributes": lambda size: _answer(_XML + b"<a " + _numbered(b'b#="" ', size) + b"/></PostResponse>"),
    "the same attribute": _xml(b'b="" ', b"<a ", b"/>"),
    "name spaces": lambda size: _answer(_XML + b"<a " + _numbered(b'xmlns:b#="u" ', size) + b"/></PostResponse>"),
    "a long name space": lambda size: _answer(
        b'<PostResponse xmlns="' + b"u" * (size // 2) + b'">' + _times(b"<a/>", size // 2) + b"</PostResponse>"
    ),
    "unbound prefixes": lambda size: _answer(_XML + _numbered(b"<a#:b/>", size) + b"</PostResponse>"),
    "comments never closed": _xml(b"<!--"),
    "comments": _xml(b"<!---->"),
    "comments in a text": _xml(b"x<!---->", b"<a>", b"</a>"),
    "instructions never closed": _xml(b"<?a "),
    "instructions in a text": _xml(b"x<?a?>", b"<a>", b"</a>"),
    "declarations": _xml(b"<?xml "),
    "CDATA never closed": _xml(b"<![CDATA["),
    "CDATA": _xml(b"<![CDATA[a]]>", b"<a>", b"</a>"),
    "mixed content": _xml(b"x<a/>", b"<b>", b"</b>"),
    "entities": _xml(b"&lt;", b"<a>", b"</a>"),
    "unknown entities": _xml(b"&u;", b"<a>", b"</a>"),
    "ampersands": _xml(b"&"),
    "less-than signs": _xml(b"<"),
    "blanks in XML": _xml(b" "),
    "control characters": _xml(b"\x01"),
    "a long name": _xml(b"x", b"<", b"/>"),
    "a document type": lambda size: _answer(b"<!DOCTYPE r [" + _numbered(b'<!ENTITY e# "x">', size) + b"]><r/>"),
}

_STATUSES: Mapping[str, Family] = {
    "status: a long reason": _status(b"x", b'"RejectionReason": "', b'"}'),
    "status: the same details": _status(b'"QualityControlDetails": {"PendingReview": true},'),
    "status: details full of others": _status(b'"y": 1,', b'"ReturnDetails": {', b'"z": 1}}'),
    "status: details in details": _status(b'{"QualityControlDetails": ', b'"QualityControlDetails": '),
    "status: a long date": _status(b"1/", b'"DateReceived": "', b'"}'),
}

_OTHERS: Mapping[str, Family] = {
    "packed: empty blocks": lambda size: _packed(_times(b"\x00\x00\x00\xff\xff", size)),
    "packed: a bomb": lambda size: _packed(zlib.compress(bytes(size * 4), 1)),
    "packed: damaged": lambda size: _packed(zlib.compress(b"x" * size, 0)[:-9] + b"123456789"),
    "profile: keys": lambda size: _profile(_numbered(b'"k#":1,', size) + b'"format":1'),
    "profile: the same key": lambda size: _profile(_times(b'"k":1,', size) + b'"k":1'),
    "profile: deep": lambda size: _profile(_times(b'"k":[', size)),
    "profile: numbers": lambda size: _profile(b'"vid": ' + _times(b"9", size)),
    "profile: text": lambda size: _profile(b'"format":1,"name": "' + _times(b"x", size) + b'"'),
    "profile: operations": lambda size: _whole_profile(operations=["general"] * (size // 11)),
    "profile: a long date": lambda size: _whole_profile(
        fields=[
            {
                "name": "A",
                "label": "A",
                "kind": "date",
                "default": "1" + "\u0301" * (size // 4) + "\u0327" * (size // 4),
            }
        ]
    ),
    "profile: many of them": lambda size: Input(
        "profile", "", json.dumps([{**_SOUND, "id": f"{number}"} for number in range(size // 140)]).encode()
    ),
    "request: an e-mail address": lambda size: _request(
        "x-www-form-urlencoded", b"vid=1&lid=1&A=a@" + _times(b".", size) + b"@"
    ),
    "request: form": lambda size: _request("x-www-form-urlencoded", _times(b"a=%20&", size)),
    "request: percent signs": lambda size: _request("x-www-form-urlencoded", b"a=" + _times(b"%20", size)),
    "request: XML fields": lambda size: _request(
        "xml", b'<Leads vid="1" lid="1"><Lead>' + _numbered(b"<a#>x</a#>", size) + b"</Lead></Leads>"
    ),
    "request: JSON fields": lambda size: _request(
        "json",
        b'{"source":{"vid":1,"lid":1},"leads":[{"properties":{},"fields":{'
        + _numbered(b'"a#":"x",', size)
        + b'"z":""}}]}',
    ),
    "request: deep JSON": lambda size: _request("json", _times(b'{"a":', size)),
    "request: a ping": lambda size: _request(
        "x-www-form-urlencoded", b"vid=18&lid=1&aid=23&Zip=" + _times(b"x", size), "/processor/insert/ping/json"
    ),
    "request: a duplicate check": lambda size: _request(
        "x-www-form-urlencoded", b"vid=18&lid=1&aid=23&A=a@" + _times(b".", size) + b"@", "/processor/duplicate/check"
    ),
    "request: an update": lambda size: _request(
        "json",
        b'{"source":{"vid":18,"lid":1},"leads":[{"properties":{"leadUID":100000001},"fields":{'
        + _numbered(b'"a#":"x",', size)
        + b'"z":""}}]}',
        "/processor/update/json",
    ),
    "request: a status": lambda size: Input("request", "GET /information/status/" + "x" * size, b""),
}

FAMILIES: Mapping[str, Family] = {**_ANSWERS, **_STATUSES, **_OTHERS}

MOST_BYTES: Mapping[str, int] = {"request": 1_048_576}
"""How large an input of a kind can be, where its reader is not asked beyond."""

_SOUND: Mapping[str, object] = {
    "format": 1,
    "id": "a",
    "name": "A",
    "endpoint": "https://leads.example.com",
    "vid": 1,
    "lid": 1,
    "operations": ["general"],
    "fields": [],
}


def _whole_profile(**keys: object) -> Input:
    return Input("profile", "", json.dumps({**_SOUND, **keys}, ensure_ascii=False).encode())


def _packed(body: bytes) -> Input:
    return Input("packed", f"{len(body)}\nContent-Encoding: deflate", body)


def _profile(body: bytes) -> Input:
    return Input("profile", "", b"{" + body + b"}")


def _request(encoding: str, body: bytes, path: str = "/processor/insert/general/json") -> Input:
    return Input("request", f"POST {path}\nContent-Type: application/{encoding}", body)
