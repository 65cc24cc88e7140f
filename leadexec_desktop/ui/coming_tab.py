"""A tab whose work is not there yet: it says so, and offers nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadexec_desktop.ui.naming import plain_text


class ComingTab(QWidget):
    """A page that says what will stand on it.

    Args:
        object_name: The page's name.
        sentence: What is to come.
    """

    def __init__(self, object_name: str, sentence: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        layout = QVBoxLayout(self)
        label = plain_text(sentence)
        label.setProperty("role", "faint")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(label)
