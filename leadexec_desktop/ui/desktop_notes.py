"""Notes on the desktop, by the platform's own means."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStyle, QSystemTrayIcon, QWidget


class DesktopNotes:
    """Shows notes through an icon in the tray, which is there from the first note on.

    Where the desktop has no tray, the window asks for attention in the platform's way instead.

    Args:
        window: Whose icon and attention.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._icon: QSystemTrayIcon | None = None

    def show(self, title: str, text: str) -> None:
        """Shows a note; a click on it brings the window to the front."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            QApplication.alert(self._window)
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(self._picture(), self._window)
            self._icon.setToolTip(title)
            self._icon.messageClicked.connect(self._raise)
            self._icon.activated.connect(self._raise)
            self._icon.show()
        self._icon.showMessage(title, text)

    def _picture(self) -> QIcon:
        """The window's icon; one of the style's where it has none, since a tray shows nothing without a picture."""
        own = self._window.windowIcon()
        return (
            self._window.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxInformation) if own.isNull() else own
        )

    def _raise(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
