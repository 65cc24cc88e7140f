"""Loads Qt, without what PySide does at each start that no running program needs."""

import builtins
from importlib import import_module
from types import CodeType
from typing import Any

_FOR_STUBS_ONLY = frozenset(
    {"shibokensupport/signature/lib/enum_sig.py", "shibokensupport/signature/lib/pyi_generator.py"}
)
"""What writes PySide's `.pyi` files, by the names under which PySide compiles it."""


def load_qt() -> None:
    """Imports Qt's widgets, quicker than a plain import.

    PySide carries the Python of its own helpers as text in its library, and compiles all of it at each start. What only
    writes the stubs for type checkers is taken for empty here: that takes longer than Qt's widgets themselves. Where
    PySide brings it otherwise, it is loaded as it is.

    And PySide puts an import of its own in Python's place, for a `from __feature__ import` that nothing here has. It
    reads the source of every module that is imported after it, which costs a third of their time; and where two threads
    import at once, it lets pydantic's import fail now and then. Python gets its own back.
    """
    pythons_import, pythons_compile = builtins.__import__, builtins.compile

    def compile_what_counts(source: Any, filename: Any, *how: Any, **more: Any) -> CodeType:  # noqa: ANN401 - as Python's
        code: CodeType = pythons_compile("" if filename in _FOR_STUBS_ONLY else source, filename, *how, **more)
        return code

    vars(builtins)["compile"] = compile_what_counts
    try:
        import_module("PySide6.QtWidgets")
    finally:
        builtins.__import__, vars(builtins)["compile"] = pythons_import, pythons_compile
