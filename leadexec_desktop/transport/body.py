"""An answer's body, unpacked as it comes and held within a bound: 292 kB of gzip can be 300 MB."""

import zlib
from collections.abc import Mapping
from types import MappingProxyType

_GZIP_BITS = 16 + zlib.MAX_WBITS
_ZLIB_BITS = zlib.MAX_WBITS
_BARE_DEFLATE_BITS = -zlib.MAX_WBITS
_DEFLATE_METHOD = 8
_MARK_LENGTH = 2
"""Bytes that tell a zlib stream from a bare one: `deflate` names the first, and some servers send the second."""

_PACKINGS: Mapping[str, str] = MappingProxyType({"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"})
_FOREIGN_PACKINGS = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""Never asked for. Any other word (`utf-8`, `none`) is a slip of its sender, and packs nothing."""

TOO_LONG = "The answer is longer than {megabytes:g} MB: reading stopped there."
DAMAGED = "The answer is packed ({packing}) and damaged: it could be unpacked only this far."
ENDED_EARLY = "The answer is packed ({packing}) and its end is missing."
SURPLUS = "Something that belongs to no answer follows behind the packed answer; it was left out."
FOREIGN = "The answer is packed in a way that was not asked for ({packing}): it is shown as it came."


class BodyReader:
    """Collects a body.

    Args:
        content_encoding: The header's value; empty if there is none.
        max_bytes: How much is kept, counted after unpacking. As much is read before unpacking.
    """

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        words = [word.strip().lower() for word in content_encoding.split(",")]
        known = [word for word in words if word in _PACKINGS or word in _FOREIGN_PACKINGS]
        self._packing = ", ".join(known)
        self._unpacker = _Unpacker(_PACKINGS[known[0]]) if len(known) == 1 and known[0] in _PACKINGS else None
        self._max_bytes = max_bytes
        self._kept = bytearray()
        self._raw_count = 0
        self._is_foreign = bool(known) and self._unpacker is None
        self._problem = ""

    @property
    def body(self) -> bytes:
        """What has come, unpacked."""
        return bytes(self._kept)

    @property
    def problem(self) -> str:
        """Why it is not the whole, for a person; empty if nothing is known to be missing."""
        return self._problem.format(packing=self._packing, megabytes=self._max_bytes / (1024 * 1024))

    def feed(self, raw: bytes) -> bool:
        """Takes in what came; gives whether more is wanted."""
        # What is beyond the bound is not looked at, so that what is said does not hang on how the pieces were cut.
        within = raw[: self._max_bytes - self._raw_count]
        self._raw_count += len(raw)
        room = self._max_bytes - len(self._kept)
        piece = within if self._unpacker is None else self._unpacker.unpack(within, room + 1)
        self._kept += piece[:room]
        if len(piece) > room:
            self._problem = TOO_LONG
        elif self._unpacker is not None and self._unpacker.problem:
            self._problem = self._unpacker.problem
        elif self._raw_count > self._max_bytes:
            self._problem = TOO_LONG
        return not self._problem

    def end(self) -> None:
        """Its sender says that nothing more comes."""
        if not self._raw_count or self._problem:
            return
        if self._is_foreign:
            self._problem = FOREIGN
        elif self._unpacker is not None and not self._unpacker.ended:
            self._problem = ENDED_EARLY


class _Unpacker:
    """One packed stream, unpacked piece by piece."""

    def __init__(self, packing: str) -> None:
        self._inflater = zlib.decompressobj(_GZIP_BITS) if packing == "gzip" else None
        self._mark = b""
        self.problem = ""

    @property
    def ended(self) -> bool:
        return self._inflater is not None and self._inflater.eof

    def unpack(self, raw: bytes, most: int) -> bytes:
        """At most `most` bytes of what `raw` holds: what is beyond is not made, so memory is bounded by it."""
        if self._inflater is None:
            raw, self._mark = self._mark + raw, b""
            if len(raw) < _MARK_LENGTH:
                self._mark = raw
                return b""
            self._inflater = zlib.decompressobj(_ZLIB_BITS if _is_zlib(raw) else _BARE_DEFLATE_BITS)
        before = self._inflater.copy()
        try:
            piece = self._inflater.decompress(raw, most)
        except zlib.error:
            self.problem = DAMAGED
            return _up_to_the_damage(before, raw, most)
        if self._inflater.unused_data:
            self.problem = SURPLUS
        return piece


def _is_zlib(raw: bytes) -> bool:
    return raw[0] & 0x0F == _DEFLATE_METHOD and int.from_bytes(raw[:_MARK_LENGTH], "big") % 31 == 0


def _up_to_the_damage(inflater: "zlib._Decompress", raw: bytes, most: int) -> bytes:
    """What zlib throws away where it finds an error: everything that the same call had unpacked before it."""
    kept = bytearray()
    try:
        for index in range(len(raw)):
            if len(kept) >= most:
                break
            kept += inflater.decompress(raw[index : index + 1], most - len(kept))
    except zlib.error:
        pass
    return bytes(kept)
