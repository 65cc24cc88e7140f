"""Goes to a field by the first letters of its name."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from leadexec_desktop.ui.lead_form import LeadForm
from leadexec_desktop.ui.naming import name

_WIRE_NAME = Qt.ItemDataRole.UserRole
_TO_THE_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class FieldJump(QDialog):
    """Asks which field.

    Args:
        parent: The tab.
        labels: Label by wire name, in the order of the form.
    """

    chosen = Signal(str)
    """The wire name of the field to go to."""

    def __init__(self, parent: QWidget, labels: Mapping[str, str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Go to field")
        self.setMinimumWidth(320)
        self._labels = labels
        self._search = QLineEdit()
        self._search.setPlaceholderText("The first letters of a field's name, then Enter")
        name(self._search, "submit.jump", "Go to field")
        self._search.installEventFilter(self)
        self._list = QListWidget()
        name(self._list, "submit.jump.list", "Fields")
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self._search.textChanged.connect(self._narrow)
        self._search.returnPressed.connect(self._go)
        self._list.itemActivated.connect(self._go)
        self._narrow("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets the arrows choose in the list while somebody types."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TO_THE_LIST:
            self._list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        self._list.clear()
        for wire_name in beginning_with(text, self._labels):
            item = QListWidgetItem(self._labels[wire_name])
            item.setData(_WIRE_NAME, wire_name)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _go(self) -> None:
        item = self._list.currentItem()
        if self._list.count() and item is not None:
            wire_name = item.data(_WIRE_NAME)
            self.accept()
            self.chosen.emit(wire_name)


def jump_in(parent: QWidget, form: LeadForm) -> None:
    """Asks for the first letters of a field's name, and puts the keyboard into it."""
    dialog = FieldJump(parent, form.labels())
    dialog.chosen.connect(form.go_to)
    dialog.open()


def beginning_with(text: str, labels: Mapping[str, str]) -> list[str]:
    """The wire names of the fields whose label or wire name begins so; then of those one of whose words does.

    Args:
        text: What was typed; empty for all fields.
        labels: Label by wire name, in the order of the form.
    """
    wanted = text.strip().casefold()
    ranks: dict[str, int] = {}
    for wire_name, label in labels.items():
        if label.casefold().startswith(wanted) or wire_name.casefold().startswith(wanted):
            ranks[wire_name] = 0
        elif f" {wanted}" in label.casefold():
            ranks[wire_name] = 1
    return sorted(ranks, key=ranks.__getitem__)
