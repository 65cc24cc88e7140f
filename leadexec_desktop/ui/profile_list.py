"""The profiles of this seat as a list: searched, and what can be done with a whole profile."""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.ui.naming import allow, explain, name, plain_tip

_ID = Qt.ItemDataRole.UserRole
_READ_ONLY = "Of the system-wide folder: it cannot be changed here. Duplicate it to make one of your own."


class ProfileList(QWidget):
    """Chooses the profile to edit, and asks for new ones, copies, removal, import and export."""

    chosen = Signal(str)
    """The id of the profile to show."""
    new_asked = Signal()
    duplicate_asked = Signal()
    delete_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()
    sample_asked = Signal()
    dropped = Signal(list)
    """Paths of files that were dropped here."""

    def __init__(self, *, has_samples: bool) -> None:
        super().__init__()
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search")
        self._search.setClearButtonEnabled(True)
        name(self._search, "profiles.search", "Search profiles")
        explain(self._search, "Ctrl+F: a part of a profile's name.")
        self.items = QListWidget()
        name(self.items, "profiles.list", "Profiles")
        self.items.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.items.setUniformItemSizes(True)
        self._buttons = {last: self._button(last) for last in _BUTTONS}
        self._buttons["from_sample"].setVisible(has_samples)
        self.setAcceptDrops(True)
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self.items.setFocus)
        self.items.currentItemChanged.connect(self._tell)
        signals = {
            "new": self.new_asked,
            "duplicate": self.duplicate_asked,
            "delete": self.delete_asked,
            "import": self.import_asked,
            "export": self.export_asked,
            "from_sample": self.sample_asked,
        }
        for last, signal in signals.items():
            self._buttons[last].clicked.connect(signal)
        self._lay_out()

    def _button(self, last: str) -> QPushButton:
        label, tip = _BUTTONS[last]
        button = QPushButton(label)
        name(button, f"profiles.{last}", label)
        explain(button, tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(6)
        for at, last in enumerate(_BUTTONS):
            if last == "from_sample":
                buttons.addWidget(self._buttons[last], 3, 0, 1, 2)
            else:
                buttons.addWidget(self._buttons[last], at // 2, at % 2, 1, 2 if last == "delete" else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._search)
        column.addWidget(self.items, 1)
        column.addLayout(buttons)

    # ------------------------------------------------------------------ showing

    def show_profiles(
        self, profiles: Sequence[SourceProfile], read_only: Collection[str], current: str, unsaved: str = ""
    ) -> None:
        """Shows the profiles, and which of them is open.

        Args:
            profiles: In the order of the list.
            read_only: The ids of those that cannot be changed.
            current: The id of the one that is open; empty for none.
            unsaved: What stands above all for the one that was never saved; empty if there is none.
        """
        with QSignalBlocker(self.items):
            self.items.clear()
            if unsaved:
                self._add(unsaved, current, "It is not saved yet.")
            for profile in profiles:
                is_fixed = profile.id in read_only
                self._add(
                    f"{profile.name} (read-only)" if is_fixed else profile.name,
                    profile.id,
                    _READ_ONLY if is_fixed else "",
                )
        self.set_current(current)
        self._filter(self._search.text())

    def _add(self, label: str, profile_id: str, tip: str) -> None:
        item = QListWidgetItem(label)
        item.setData(_ID, profile_id)
        item.setToolTip(plain_tip(tip or label))
        self.items.addItem(item)

    def rename(self, profile_id: str, label: str) -> None:
        """Shows another label for a profile, without making the list anew."""
        for row in range(self.items.count()):
            item = self.items.item(row)
            if item.data(_ID) == profile_id and item.text() != label:
                item.setText(label)

    def set_current(self, profile_id: str) -> None:
        """Marks the profile that is open; nothing is told of it."""
        rows = range(self.items.count())
        row = next((own for own in rows if self.items.item(own).data(_ID) == profile_id), -1)
        with QSignalBlocker(self.items):
            self.items.setCurrentRow(row)

    def allow(self, *, delete: str | None, duplicate: str | None, sample: str | None) -> None:
        """Switches buttons on, or off with the reason."""
        for last, reason in (
            ("delete", delete),
            ("duplicate", duplicate),
            ("from_sample", sample),
            ("export", duplicate),
        ):
            allow(self._buttons[last], reason, _BUTTONS[last][1])

    @property
    def selected(self) -> list[str]:
        """The ids of the profiles that are selected, in the order of the list."""
        items = [self.items.item(row) for row in range(self.items.count())]
        return [str(item.data(_ID)) for item in items if item.isSelected() and not item.isHidden()]

    def focus_search(self) -> None:
        """Puts the keyboard into the search."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.items.count()):
            item = self.items.item(row)
            item.setHidden(wanted not in item.text().casefold())

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_ID)))

    # ------------------------------------------------------------------ files dropped here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files."""
        if _paths(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Takes them anywhere on the list."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tells which files were dropped."""
        event.acceptProposedAction()
        self.dropped.emit(_paths(event))


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


_BUTTONS = {
    "new": ("&New", "Ctrl+N: a profile of your own."),
    "duplicate": ("&Duplicate", "Ctrl+Shift+D: a copy of this profile, to be changed."),
    "import": ("&Import…", "Ctrl+I: profiles out of files; they can be dropped on the list too."),
    "export": ("E&xport…", "Ctrl+E: the selected profiles as a file. No credential is in it."),
    "delete": ("Delete…", "Takes this profile away; its history stays."),
    "from_sample": ("Fields &from a sample…", "Fields out of a request, a table or a documentation page."),
}
"""Label and tip by the last part of the name."""
