"""A file that is no text is refused, with what to do instead."""

import io
import random
import zipfile

import pytest

from leadexec_desktop.profiles.sample import SampleError, read_sample

TABLE = b"FirstName,Phone\nAda,7025550123\n"


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("fields.csv", TABLE)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data, says",
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Type /Page >>\n" + TABLE, "PDF: copy its table"),
        (b"\n%PDF-1.7\nname=1&other=2", "PDF"),
        ("%PDF-1.7\nname=1&other=2", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + TABLE, "picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + TABLE, "picture (JPEG)"),
        (b"GIF89a" + TABLE, "picture (GIF)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + TABLE, "old Office file"),
        (b"{\\rtf1\\ansi " + TABLE, "RTF"),
        (_zip(), "no spreadsheet that can be read"),
        (TABLE + b"\0", "no text"),
        (random.Random(7).randbytes(4_000).replace(b"\0", b"\1"), "no text"),
    ],
    ids=lambda own: own[:12] if isinstance(own, str) else None,
)
def test_what_is_no_text_is_named(data: bytes | str, says: str) -> None:
    with pytest.raises(SampleError, match=says.replace("(", r"\(").replace(")", r"\)")):
        read_sample(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_of_any_usual_encoding_is_text(encoding: str) -> None:
    sample = read_sample("FirstName,Phone\nAdé “x”,7025550123\n".encode(encoding))
    assert [own.spec.name for own in sample.fields] == ["FirstName", "Phone"]
