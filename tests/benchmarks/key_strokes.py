"""Real keys on an X screen, by the server's own test extension."""

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def missing() -> str:
    """Why keys cannot be struck here; empty if they can."""
    lacking = [name for name in ("X11", "Xtst") if ctypes.util.find_library(name) is None]
    return f"not installed: lib{', lib'.join(lacking)}" if lacking else ""


class Keyboard:
    """The keyboard of a screen.

    Args:
        x11: The library.
        test: Its extension for tests.
        display: The screen, open.
    """

    def __init__(self, x11: Any, test: Any, display: ctypes.c_void_p) -> None:
        self._x11 = x11
        self._test = test
        self._display = display

    def strike(self, key: str) -> None:
        """Presses a key and lets it go; whatever has the keyboard gets it."""
        code = self._x11.XKeysymToKeycode(self._display, self._x11.XStringToKeysym(key.encode()))
        for is_down in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, code, is_down, 0)
        self._x11.XFlush(self._display)


@contextmanager
def keyboard(display_name: str) -> Iterator[Keyboard]:
    """The keyboard of a screen, for the length of a block."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    test = ctypes.CDLL(ctypes.util.find_library("Xtst"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XStringToKeysym.restype = ctypes.c_ulong
    x11.XStringToKeysym.argtypes = [ctypes.c_char_p]
    x11.XKeysymToKeycode.restype = ctypes.c_ubyte
    x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    test.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
    for function in (x11.XFlush, x11.XCloseDisplay):
        function.argtypes = [ctypes.c_void_p]
    opened = x11.XOpenDisplay(display_name.encode())
    assert opened, f"the screen {display_name} does not answer"
    display = ctypes.c_void_p(opened)
    try:
        yield Keyboard(x11, test, display)
    finally:
        x11.XCloseDisplay(display)
