"""Loads Qt, without what PySide does at each start that no running program needs."""

import builtins
import marshal
import os
import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from types import CodeType
from typing import Any

_OF_PYSIDE = "shibokensupport/"
"""What the names begin with under which PySide compiles its helpers."""
_FOR_STUBS_ONLY = frozenset({f"{_OF_PYSIDE}signature/lib/enum_sig.py", f"{_OF_PYSIDE}signature/lib/pyi_generator.py"})
"""What writes PySide's `.pyi` files."""
_pythons_compile = compile
BYTECODE = Path(cache_from_source(__file__)).with_suffix(".pyside")
"""Where the helpers are kept, compiled: beside the bytecode of this module, which is of the same Python."""


def load_qt(bytecode: Path = BYTECODE) -> None:
    """Imports Qt's widgets, quicker than a plain import.

    PySide carries the Python of its own helpers as text in its library, and compiles all of it at each start. What only
    writes the stubs for type checkers is taken for empty here: that takes longer than Qt's widgets themselves. The rest
    is compiled once, and kept as Python keeps what it compiles: unless it is told to keep nothing, and where it may
    write. Where PySide brings its helpers otherwise, they are loaded as they are.

    And PySide puts an import of its own in Python's place, for a `from __feature__ import` that nothing here has. It
    reads the source of every module that is imported after it, which costs a third of their time; and where two threads
    import at once, it lets pydantic's import fail now and then. Python gets its own back.

    Args:
        bytecode: Where the compiled helpers are kept.
    """
    pythons_import = builtins.__import__
    helpers = _Helpers(bytecode)

    def compile_what_is_new(source: Any, filename: Any, *how: Any, **more: Any) -> CodeType:  # noqa: ANN401 - as Python's
        if isinstance(source, bytes) and isinstance(filename, str) and filename.startswith(_OF_PYSIDE):
            return helpers.compiled(source, filename)
        code: CodeType = _pythons_compile(source, filename, *how, **more)
        return code

    vars(builtins)["compile"] = compile_what_is_new
    try:
        import_module("PySide6.QtWidgets")
    finally:
        builtins.__import__, vars(builtins)["compile"] = pythons_import, _pythons_compile
    helpers.keep()


class _Helpers:
    """PySide's helpers, compiled.

    Args:
        place: Where they are kept: Python's number for its bytecode, then hash and code by name.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._kept: dict[str, tuple[bytes, CodeType]] = {}
        self._is_kept = True
        with suppress(OSError, ValueError, EOFError, TypeError):
            content = place.read_bytes()
            if content.startswith(MAGIC_NUMBER):
                self._kept = dict(marshal.loads(content[len(MAGIC_NUMBER) :]))  # noqa: S302 - as Python its own

    def compiled(self, source: bytes, filename: str) -> CodeType:
        """The code of a helper: what is kept, if it was made of the same text."""
        text = b"" if filename in _FOR_STUBS_ONLY else source
        found = self._kept.get(filename)
        if found is None or found[0] != source_hash(text):
            found = (source_hash(text), _pythons_compile(text, filename, "exec", dont_inherit=True))
            self._kept[filename] = found
            self._is_kept = False
        return found[1]

    def keep(self) -> None:
        """Writes down what is new, whole or not at all."""
        if self._is_kept or sys.dont_write_bytecode:
            return
        new = self._place.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(MAGIC_NUMBER + marshal.dumps(self._kept))
            new.replace(self._place)
