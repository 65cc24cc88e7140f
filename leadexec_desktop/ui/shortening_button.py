"""A button whose text gives way where there is no room for all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from leadexec_desktop.ui.naming import plain_label, without_mnemonic

_LEAST_WIDTH = 60
"""In pixels: some of its text is still to be read."""


class ShorteningButton(QPushButton):
    """As wide as its text at most, and never wider than its place: then the text is cut in its middle.

    `text()` stays whole; so should the tip and the accessible name be.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """A little of its text."""
        whole = self.sizeHint()
        return QSize(min(_LEAST_WIDTH, whole.width()), whole.height())

    def shown_text(self) -> str:
        """What of its text there is room for, without a mnemonic."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        return self.fontMetrics().elidedText(plain_label(self.text()), Qt.TextElideMode.ElideMiddle, room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is drawn whole
        """Draws the button with what there is room for."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = without_mnemonic(self.shown_text())
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
