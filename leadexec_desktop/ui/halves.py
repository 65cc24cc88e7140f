"""How a tab is laid out: what is typed to the left, what is chosen, done and answered to the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


def halves(form: QWidget, preview: QWidget, right: QWidget) -> QSplitter:
    """A tab's two halves, with a grip between them.

    Args:
        form: Where the lead is typed, or what stands in its place.
        preview: The bytes that Send would send; below the form.
        right: The other half.
    """
    left = QSplitter(Qt.Orientation.Vertical)
    left.addWidget(form)
    left.addWidget(preview)
    left.setStretchFactor(0, 3)
    left.setStretchFactor(1, 1)
    left.setChildrenCollapsible(False)
    both = QSplitter(Qt.Orientation.Horizontal)
    both.addWidget(left)
    both.addWidget(right)
    both.setStretchFactor(0, 1)
    both.setStretchFactor(1, 1)
    both.setChildrenCollapsible(False)
    both.setSizes([400, 400])
    return both
