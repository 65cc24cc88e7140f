"""Inputs made of other inputs: damaged, spliced, repeated, with their parts swapped; the same for the same dice."""

import gzip
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from .inputs import Input

LONGEST = 16_384
"""Bytes of a mutated body: how time grows beyond that is measured apart."""

_PART = re.compile(rb'"(?:[^"\\]|\\.)*"|<[^>]*>|&[^;&]{0,20};?|[\d.eE+-]+|[\w]+|[{}\[\]:,=]|\s+|.', re.DOTALL)
_NUMBER = re.compile(rb"-?\d[\d.eE+-]*")
_NUMBERS = (
    *(b"0", b"-0", b"1", b"-1", b"0.1", b"1e5", b"1E+999999", b"1e99999999999999999999", b"-1e-99999999999999999999"),
    *(b"NaN", b"Infinity", b"-Infinity", b"sNaN", b"0x10", b"1_000", b"00", b"1.", b".5", b"\xd9\xa3"),
    *(b"9" * 16, b"9" * 19, b"9" * 4300, b"9" * 4301, b"0." + b"9" * 5000, b"2147483648", b"9223372036854775808"),
)
_TOKENS = (
    *(b'"', b'""', b"'", b"\\", b'\\"', b"{", b"}", b"[", b"]", b":", b",", b"null", b"true", b"False", b"NaN"),
    *(b"<", b">", b"</", b"/>", b"<!--", b"-->", b"--", b"<?", b"?>", b"<![CDATA[", b"]]>", b"&", b"&amp;", b"&x;"),
    *(
        b"<!DOCTYPE r>",
        b'<!DOCTYPE r [<!ENTITY x "y">]>',
        b"&#0;",
        b"&#xD800;",
        b"&#x110000;",
        b'<?xml version="1.0"?>',
    ),
    *(b'<?xml version="1.0" encoding="utf-16"?>', b' xmlns="u"', b' xmlns:a="u"', b"<a:b/>", b' xml:space="preserve"'),
    *(b"\0", b"\x0b", b"\x7f", b"\x85", b"\xa0", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xa8"),
    *(b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe2\x82", b"\xf0\x9f\x98", b"\xcc\x81", b"\xe2\x80\xae"),
    *(b"\\ud800", b"\\udc00", b"\\ud83d\\ude00", b"\\u0000", b"\\x", b"%", b"%00", b"%zz", b"%ff", b"+", b"&&", b"=="),
    *(b"\r", b"\n", b"\r\n", b"\t", b" " * 50, b"[" * 300, b'{"a":' * 300, b"<a>" * 300, b"(a+)+b", b"(" * 120),
    *(
        b"isValidPost",
        b"QueueSuccessful",
        b"Sends",
        b"ClientInfos",
        b"Price",
        b"vid",
        b"password",
        b"WillAccept",
        b"IsDuplicate",
        b"IsValid",
        b"QualityControlDetails",
        b"ReturnDetails",
        b"orderid",
        b"lpleaduid",
        b"leadUID",
        b"format",
        b"fields",
    ),
    *(b"2026-02-30", b"24:00", b"%Q", b"%-", b"https://[", b"@", b"\xd9\xa0", b"\xef\xbc\x91", b"#slow", b"#dropped"),
)
_CODECS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "cp1252", "utf-7")


def mutated(one: Input, others: Sequence[Input], dice: Random) -> Input:
    """An input changed in one to four ways, more often in one; now and then its head too."""
    body, head = one.body, one.head
    for _ in range(dice.choice((1, 1, 1, 2, 2, 4))):
        body = dice.choice(_WAYS)(body, dice, others)[:LONGEST]
    if head and not dice.randrange(6):
        if dice.randrange(2):
            head = dice.choice(others).head
        if dice.randrange(2):
            # No line is split, so that what is kept of it in a file is read back the same.
            changed = dice.choice(_WAYS)(head.encode("latin-1", "replace"), dice, others)[:LONGEST]
            head = re.sub(r"\n{2,}", "\n", changed.decode("latin-1")).strip("\n")
    return replace(one, head=head, body=body, name="")


def _span(data: bytes, dice: Random, longest: int = 200) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.randint(1, longest))


def _flip(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    changed = bytearray(data)
    for _count in range(dice.randint(1, 4) if data else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _byte(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] + dice.randbytes(dice.randint(1, 4)) + data[start + dice.randrange(3) :]


def _truncate(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] if dice.randrange(4) else data[start:]


def _remove(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def _repeat(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 3, 10, 100)) + data[end:]


def _splice(data: bytes, dice: Random, others: Sequence[Input]) -> bytes:
    other = dice.choice(others).body
    if dice.randrange(2):
        return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]
    start, end = _span(other, dice)
    at = dice.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _token(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(_TOKENS) + data[at:]


def _number(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data + dice.choice(_NUMBERS)
    chosen = dice.choice(found)
    return data[: chosen.start()] + dice.choice(_NUMBERS) + data[chosen.end() :]


def _parts(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    """JSON's and XML's own pieces, swapped, left out, doubled, or another in their place."""
    parts = _PART.findall(data)
    if not parts:
        return data
    first, second = dice.randrange(len(parts)), dice.randrange(len(parts))
    match dice.randrange(5):
        case 0:
            parts[first], parts[second] = parts[second], parts[first]
        case 1:
            del parts[first]
        case 2:
            parts.insert(second, parts[first])
        case 3:
            parts[first] = dice.choice(_TOKENS)
        case _:
            parts[first] = parts[first].swapcase()
    return b"".join(parts)


def _recode(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    if dice.randrange(3):  # seldom: most of what follows would only see noise
        return data
    return data.decode("utf-8", "replace").encode(dice.choice(_CODECS), "replace")


def _pack(data: bytes, dice: Random, _: Sequence[Input]) -> bytes:
    if dice.randrange(4):
        return data
    return gzip.compress(data, 1, mtime=0) if dice.randrange(2) else zlib.compress(data, 1)


_WAYS: tuple[Callable[[bytes, Random, Sequence[Input]], bytes], ...] = (
    *(_flip, _byte, _truncate, _remove, _repeat, _splice, _token, _number, _recode, _pack),
    *(_parts, _parts, _token, _number),
)
