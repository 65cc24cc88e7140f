import gzip
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.transport.body import BodyReader

LIMIT = 1024 * 1024
PLAIN = b'{"isValidPost": true, "ResponseDetails": "Lead was accepted"}' * 50
NOISE = random.Random(4711).randbytes(4000)


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "": PLAIN,
    "identity": PLAIN,
    "utf-8": PLAIN,
    "gzip": gzip.compress(PLAIN),
    "x-gzip": gzip.compress(PLAIN),
    "GZIP": gzip.compress(PLAIN),
    "identity, gzip": gzip.compress(PLAIN),
    "deflate": zlib.compress(PLAIN),
    "deflate ": bare_deflate(PLAIN),
}


def read(encoding: str, raw: bytes, *, step: int = 65536, most: int = LIMIT) -> BodyReader:
    reader = BodyReader(encoding, most)
    for start in range(0, len(raw), step):
        if not reader.feed(raw[start : start + step]):
            return reader
    reader.end()
    return reader


@pytest.mark.parametrize("encoding, raw", PACKED.items())
@pytest.mark.parametrize("step", [1, 2, 7, 65536])
def test_a_body_comes_out_whole_however_it_was_cut(encoding: str, raw: bytes, step: int) -> None:
    reader = read(encoding, raw, step=step)
    assert reader.body == PLAIN
    assert reader.problem == ""


@given(st.binary(max_size=3000), st.integers(1, 500), st.sampled_from(["gzip", "deflate"]))
def test_what_is_packed_comes_out(data: bytes, step: int, encoding: str) -> None:
    reader = read(encoding, (gzip if encoding == "gzip" else zlib).compress(data), step=step)
    assert (reader.body, reader.problem) == (data, "")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", ""]), st.integers(1, 50))
def test_no_bytes_make_the_reader_fail(data: bytes, encoding: str, most: int) -> None:
    assert len(read(encoding, data, step=7, most=most).body) <= most


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", ""])
def test_an_empty_body_is_whole_whatever_packs_it(encoding: str) -> None:
    reader = read(encoding, b"")
    assert (reader.body, reader.problem) == (b"", "")


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br"])
def test_a_packing_that_was_not_asked_for_is_shown_as_it_came(encoding: str) -> None:
    reader = read(encoding, NOISE)
    assert reader.body == NOISE
    assert "not asked for" in reader.problem


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "deflate "])
@pytest.mark.parametrize("step", [1, 65536])
def test_a_missing_end_is_noticed_and_what_came_is_kept(encoding: str, step: int) -> None:
    reader = read(encoding, PACKED[encoding][:-10], step=step)
    assert PLAIN.startswith(reader.body)
    assert "its end is missing" in reader.problem


@pytest.mark.parametrize("raw", [b"\x1f", b"\x1f\x8b\x08"])
def test_a_beginning_alone_is_no_whole_body(raw: bytes) -> None:
    assert read("gzip", raw).problem
    assert read("deflate", raw[:1]).problem


@pytest.mark.parametrize("step", [1, 65536])
def test_a_wrong_checksum_is_noticed_and_the_body_is_kept(step: int) -> None:
    raw = gzip.compress(PLAIN)
    reader = read("gzip", raw[:-8] + bytes(4) + raw[-4:], step=step)
    assert reader.body == PLAIN
    assert "damaged" in reader.problem


def test_what_came_before_the_damage_is_kept() -> None:
    packer = zlib.compressobj(wbits=31)
    first = packer.compress(PLAIN) + packer.flush(zlib.Z_FULL_FLUSH)
    reader = read("gzip", first + b"\xff\xff\xff\xff\xff")
    assert reader.body == PLAIN
    assert "damaged" in reader.problem


def test_plain_text_called_gzip_is_no_answer_but_no_crash() -> None:
    reader = read("gzip", PLAIN)
    assert reader.body == b""
    assert "damaged" in reader.problem


@pytest.mark.parametrize("step", [1, 65536])
def test_what_follows_a_packed_body_is_left_out_and_said(step: int) -> None:
    reader = read("gzip", gzip.compress(PLAIN) + gzip.compress(b"more"), step=step)
    assert reader.body == PLAIN
    assert "left out" in reader.problem


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("surplus, whole", [(0, True), (1, False)])
def test_the_bound_is_exact(encoding: str, surplus: int, whole: bool) -> None:
    data = bytes(1000 + surplus)
    reader = read(encoding, gzip.compress(data) if encoding else data, most=1000)
    assert reader.body == bytes(1000)
    assert (reader.problem == "") is whole
    assert whole or "longer than" in reader.problem


def test_a_packed_stream_that_unpacks_to_nothing_ends_too() -> None:
    """Empty blocks for ever: nothing to count after unpacking."""
    reader = BodyReader("deflate", 1000)
    assert reader.feed(b"\x00\x00\x00\xff\xff" * 200)
    assert not reader.feed(b"\x00\x00\x00\xff\xff")
    assert "longer than" in reader.problem


def test_a_bomb_never_fills_the_memory() -> None:
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1024 * 1024)
    bomb = b"".join(packer.compress(block) for _ in range(280)) + packer.flush()
    assert len(bomb) < 300_000
    tracemalloc.start()
    try:
        reader = read("gzip", bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reader.body == bytes(LIMIT)
    assert "longer than 1 MB" in reader.problem
    assert peak < 6 * LIMIT
