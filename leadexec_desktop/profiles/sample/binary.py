"""Files that are no text, and what to do with each."""

from collections.abc import Mapping
from types import MappingProxyType

_PASTE = "copy its table or its text and paste it here."
_TYPED = "it holds a picture and no text: type what it shows, or ask for a table or a request."

_MAGIC: Mapping[bytes, str] = MappingProxyType(
    {
        b"%PDF-": f"This is a PDF: {_PASTE}",
        b"{\\rtf": f"This is a formatted text (RTF): open it, {_PASTE}",
        b"\x89PNG": f"This is a picture (PNG): {_TYPED}",
        b"\xff\xd8\xff": f"This is a picture (JPEG): {_TYPED}",
        b"GIF87a": f"This is a picture (GIF): {_TYPED}",
        b"GIF89a": f"This is a picture (GIF): {_TYPED}",
        b"\xd0\xcf\x11\xe0": (
            "This is an old Office file (.xls or .doc), or one with a password: open it and save it as .xlsx or .csv "
            f"without a password, or {_PASTE}"
        ),
    }
)
_NO_TEXT = f"This is no text, but a program's own file: open it in its program, {_PASTE}"
_LOOKED_AT = 50_000
_MOST_STRANGE = 0.05
_FEWEST_STRANGE = 2
_USUAL = frozenset("\t\n\r\f\v")


def why_not_this_file(data: bytes) -> str | None:
    """What a file is and what to do with it, if its first bytes say that it is no text; else None."""
    start = data[:1024].lstrip()
    return next((why for magic, why in _MAGIC.items() if start.startswith(magic)), None)


def why_no_text(text: str) -> str | None:
    """What to do, if signs that no text has are many in it, or one that ends it is; else None."""
    start = text.lstrip()[:10].encode("utf-8", errors="replace")
    known = why_not_this_file(start)
    if known is not None:
        return known
    looked_at = text[:_LOOKED_AT]
    strange = sum(
        (sign < " " and sign not in _USUAL) or "\x7f" <= sign <= "\x9f" or sign == "\ufffd" for sign in looked_at
    )
    has_many = strange >= _FEWEST_STRANGE and strange > _MOST_STRANGE * len(looked_at)
    return _NO_TEXT if has_many or "\0" in looked_at else None
