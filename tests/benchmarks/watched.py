"""Runs a program as Python would, with the probe that tells when its window is ready.

    python watched.py PIPE PREFIX SETTLE_S -m MODULE ARGS...
    python watched.py PIPE PREFIX SETTLE_S FILE ARGS...

The first three are the probe's.
"""

import runpy
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

_PROBE = Path(__file__).with_name("probe.py")


class _Watch(MetaPathFinder, Loader):
    """Waits for Qt's widgets to be imported, and has their event loop bring the probe with it."""

    def __init__(self, pipe: int, prefix: str, settle_s: float) -> None:
        self._told = (pipe, prefix, settle_s)
        self._loader: Loader | None = None

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != "PySide6.QtWidgets":
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None
        self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        assert self._loader is not None
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert self._loader is not None
        self._loader.exec_module(module)
        application: Any = module.QApplication
        run = application.exec

        def watched() -> int:
            probe = runpy.run_path(str(_PROBE))["Probe"](*self._told)
            probe.start()
            return int(run())

        application.exec = staticmethod(watched)


def main() -> None:
    """Runs the program."""
    pipe, prefix, settle_s, *command = sys.argv[1:]
    sys.path[0] = str(Path.cwd())  # as Python itself has it for -m
    sys.meta_path.insert(0, _Watch(int(pipe), prefix, float(settle_s)))
    if command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    main()
