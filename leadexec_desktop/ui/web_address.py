"""Addresses from outside: which may be opened, and only after a person agreed; and numbers that are dialled."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget


def web_address(url: str) -> QUrl | None:
    """An address from outside as one that may be opened: http or https, with a host, and nothing wrong in it.

    None for every other. One that browsers would have to mend first is refused: they might mend its host.
    """
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    is_web = parsed.isValid() and parsed.scheme() in {"http", "https"} and bool(parsed.host())
    return parsed if is_web else None


def open_after_asking(parent: QWidget, url: str) -> None:
    """Opens an address from outside in the browser, after its host was shown and a person agreed."""
    parsed = web_address(url)
    if parsed is None:
        return
    box = QMessageBox(QMessageBox.Icon.Question, "Open address", "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Open this address of {parsed.host()} in the browser?")
    box.setInformativeText(url)
    box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.finished.connect(lambda pressed: _open_if(pressed, parsed))
    box.finished.connect(box.deleteLater)
    box.open()


def dial(number: str) -> bool:
    """Hands a number to whatever program takes calls on this computer.

    Args:
        number: Nothing but digits, behind a plus or not.

    Returns:
        Whether there is such a program.
    """
    return QDesktopServices.openUrl(QUrl(f"tel:{number}"))


def _open_if(pressed: int, url: QUrl) -> None:
    if pressed == QMessageBox.StandardButton.Open:
        QDesktopServices.openUrl(url)
