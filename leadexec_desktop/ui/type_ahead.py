"""A list that hangs below a line while somebody types: what begins like that, by label and by value."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

from leadexec_desktop.profiles.model import Choice
from leadexec_desktop.ui.rewriting import rewrite


class TypeAhead(QCompleter):
    """Offers choices; it belongs to the line.

    Args:
        edit: The line.
        choices: Gives what there is to choose from; asked when somebody first types.
    """

    def __init__(self, edit: QLineEdit, choices: Callable[[], Sequence[Choice]]) -> None:
        super().__init__(edit)
        self._edit = edit
        self._choices = choices
        self._found = _Found(self)
        self.setModel(self._found)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        edit.textEdited.connect(self._narrow)

    def _narrow(self, text: str) -> None:
        self._found.show(beginning_with(text, self._choices()))
        self._widen()

    def splitPath(self, path: str) -> list[str]:  # noqa: ARG002 - Qt's own
        """Gives what no label begins with, whatever is typed: of what was found, only the arrows mark one."""
        # Qt would mark the first label that begins with it letter for letter: "Nev" one and "nev" none.
        return [_LIKE_NONE]

    def open_all(self) -> None:
        """Offers all of them."""
        if not self._edit.isReadOnly():
            self._found.show(self._choices())
            self._widen()
            self.complete()

    def _widen(self) -> None:
        popup = self.popup() if self._found.rowCount() else None
        if popup is not None:
            show_whole(popup, self._found.texts())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Opens on Alt+Down in a line that asks it; Tab and Enter take what alone is offered, and do what they do."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if (
            watched is self._edit
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.open_all()
            return True
        if isinstance(watched, QAbstractItemView) and event.key() in _TAKING:  # the list has the keys while it is open
            self._take_the_only_one(watched)
        return super().eventFilter(watched, event)

    def _take_the_only_one(self, popup: QAbstractItemView) -> None:
        """Puts in what hangs open alone and begins with what is typed; a choice by the arrows stays as it is."""
        is_open = popup.isVisible() and not popup.currentIndex().isValid()
        only = self._found.only_one() if is_open else None
        typed = self._edit.text().strip().casefold()
        if only is not None and typed and _is_begun(only, typed):
            rewrite(self._edit, only.label)


def show_whole(dropped: QAbstractItemView, texts: Iterable[str]) -> None:
    """Lets what drops down be about as wide as the longest of its lines, so far as the screen has room."""
    longest = max(texts, key=len, default="")  # to ask for the width of each would take too long for a key
    line = dropped.fontMetrics().horizontalAdvance(longest) + 2 * dropped.fontMetrics().averageCharWidth()
    asked = line + dropped.verticalScrollBar().sizeHint().width() + 2 * dropped.frameWidth()
    dropped.setMinimumWidth(min(asked, dropped.screen().availableGeometry().width()))


def beginning_with(text: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices that a text may become: by the beginning of label or value first, then of a word in the label.

    None where it says one of them already: nothing is left to choose, and Enter moves on.
    """
    wanted = text.strip().casefold()
    if not wanted or any(wanted in (own.label.casefold(), own.value.casefold()) for own in choices):
        return []
    first = [own for own in choices if _is_begun(own, wanted)]
    words = [own for own in choices if own not in first and f" {wanted}" in own.label.casefold()]
    return first + words


def _is_begun(choice: Choice, wanted: str) -> bool:
    return choice.label.casefold().startswith(wanted) or choice.value.casefold().startswith(wanted)


_LIKE_NONE = "\uffff"
"""No character, and so in no label; with an empty text each label would begin."""
_TAKING = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter})


def _shown(choice: Choice) -> str:
    return choice.label if choice.label == choice.value else f"{choice.label} ({choice.value})"


class _Found(QAbstractListModel):
    """What is offered: shown with its value, where that is another text; the label is what goes into the line."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self._choices = choices
        self.endResetModel()

    def only_one(self) -> Choice | None:
        return self._choices[0] if len(self._choices) == 1 else None

    def texts(self) -> list[str]:
        return [_shown(choice) for choice in self._choices]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        choice = self._choices[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return choice.label
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(choice)
        return None
