"""Addresses from outside: which may be opened, and only after a person agreed; and numbers that are dialled."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from leadexec_desktop.ui.asking import Answer, ask
from leadexec_desktop.ui.naming import breakable


def web_address(url: str) -> QUrl | None:
    """An address from outside as one that may be opened: http or https, with a host, and nothing wrong in it.

    None for every other. One that browsers would have to mend first is refused: they might mend its host.
    """
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    is_web = parsed.isValid() and parsed.scheme() in {"http", "https"} and bool(parsed.host())
    return parsed if is_web else None


def open_after_asking(parent: QWidget, url: str) -> bool:
    """Opens an address from outside in the browser, after its host was shown and a person agreed.

    Returns:
        Whether it is one that may be opened.
    """
    parsed = web_address(url)
    if parsed is None:
        return False
    ask(
        parent,
        "open_address",
        f"Open this address of {breakable(parsed.host())} in the browser?\n\n{breakable(_short(url))}",
        (
            # Enter alone opens nothing.
            Answer("open", "&Open", lambda: _open(parsed), is_loss=True),
            Answer("cancel", "&Cancel"),
        ),
    )
    return True


def dial(number: str) -> bool:
    """Hands a number to whatever program takes calls on this computer.

    Args:
        number: Nothing but digits, behind a plus or not.

    Returns:
        Whether there is such a program.
    """
    return QDesktopServices.openUrl(QUrl(f"tel:{number}"))


_LONGEST = 400
"""Characters of an address that are shown; more would push the buttons off the screen."""


def _short(url: str) -> str:
    return url if len(url) <= _LONGEST else f"{url[:_LONGEST]}…"


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)
