"""The list to search actions by name, and that of their keys."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from leadexec_desktop.ui.naming import name, plain_label, plain_text


class ActionSearch(QDialog):
    """Finds an action by a part of its name and does it.

    Args:
        parent: The window.
        actions: What may be found.
    """

    def __init__(self, parent: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Do anything")
        self.setMinimumWidth(420)
        self._actions = [action for action in actions.values() if action.isEnabled()]
        self._search = QLineEdit()
        self._search.setPlaceholderText("Type a part of an action's name, then Enter")
        name(self._search, "actions.search", "Action")
        self._list = QListWidget()
        name(self._list, "actions.list", "Actions")
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._do)
        self._list.itemActivated.connect(self._do)
        self._filter("")

    def _filter(self, text: str) -> None:
        self._list.clear()
        for action in self._actions:
            label = plain_label(action.text())
            if text.casefold() in label.casefold():
                keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
                item = QListWidgetItem(f"{label}   {keys}".rstrip())
                item.setData(Qt.ItemDataRole.UserRole, action.objectName())
                self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _do(self) -> None:
        if self._list.currentRow() < 0:
            return
        wanted = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        self.accept()
        next(action for action in self._actions if action.objectName() == wanted).trigger()


class ShortcutList(QDialog):
    """The keys of every action.

    Args:
        parent: The window.
        actions: All of them.
        more: Keys that are no action: what they do, by key.
    """

    def __init__(self, parent: QWidget, actions: Mapping[str, QAction], more: Mapping[str, str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        layout = QVBoxLayout(self)
        rows = {
            ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()): plain_label(
                action.text()
            )
            for action in actions.values()
            if action.shortcuts()
        }
        text = "\n".join(f"{keys}\t{label}" for keys, label in (rows | dict(more)).items())
        listed = plain_text(text, selectable=True)
        listed.setObjectName("shortcuts.list")
        layout.addWidget(listed)
