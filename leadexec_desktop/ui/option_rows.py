"""What options are made of: exclusive buttons, captioned lines, cards."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import zip_longest
from types import MappingProxyType
from typing import TypeVar

from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QWidget,
)

from leadexec_desktop.protocol.values import Encoding, ResponseFormat
from leadexec_desktop.ui.naming import name, plain_text

ENCODING_LABELS: Mapping[Encoding, str] = MappingProxyType(
    {Encoding.FORM: "Form", Encoding.XML: "XML", Encoding.JSON: "JSON"}
)
RESPONSE_LABELS: Mapping[ResponseFormat, str] = MappingProxyType(
    {ResponseFormat.JSON: "JSON", ResponseFormat.XML: "XML"}
)

Key = TypeVar("Key", bound=StrEnum)


class Segments:
    """Exclusive buttons for the members of an enum.

    Args:
        labels: Label by member, from the first.
        object_name: What stands before the member's value in each button's name.
        changed: Called when another one is chosen.
    """

    def __init__(self, labels: Mapping[Key, str], object_name: str, changed: Callable[[], None]) -> None:
        self.row = QWidget()
        layout = QHBoxLayout(self.row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._group = QButtonGroup(self.row)
        self.buttons: dict[str, QRadioButton] = {}
        for key, label in labels.items():
            button = QRadioButton(label)
            button.setProperty("role", "segment")
            name(button, f"{object_name}.{key}", label)
            self._group.addButton(button)
            self.buttons[key] = button
            layout.addWidget(button)
        layout.addStretch(1)
        next(iter(self.buttons.values())).setChecked(True)
        # Toggled, not clicked: an action through the accessibility bus works as a click does.
        self._group.buttonToggled.connect(lambda _button, on: changed() if on else None)

    @property
    def value(self) -> str:
        """The chosen member's value."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Chooses a member."""
        self.buttons[key].setChecked(True)


def check_box(label: str, object_name: str, changed: Callable[[], None]) -> QCheckBox:
    """A named check box that tells of each change."""
    box = QCheckBox(label)
    name(box, object_name, label)
    box.toggled.connect(lambda _on: changed())
    return box


def card_of(frame: QFrame, object_name: str, label: str) -> QGridLayout:
    """Makes a frame a card of captions and what they name."""
    frame.setProperty("role", "card")
    name(frame, object_name, label)
    grid = QGridLayout(frame)
    grid.setContentsMargins(10, 6, 10, 6)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    return grid


def add_row(grid: QGridLayout, row: int, label: str, widget: QWidget, buddy: QWidget | None = None) -> None:
    """Puts a captioned widget into a card.

    Args:
        grid: The card's.
        row: Counted from 0.
        label: The caption.
        widget: What stands beside it.
        buddy: What the caption names, if that is a part of the widget.
    """
    caption = plain_text(label, wrap=False)
    bind(caption, buddy or widget)
    grid.addWidget(caption, row, 0)
    grid.addWidget(widget, row, 1)


def line_of(*parts: QWidget | str | None) -> QWidget:
    """Widgets and labels in one line; a text is the label of the widget behind it, unless None stands there."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    for part, behind in zip_longest(parts, parts[1:]):
        if isinstance(part, QWidget):
            row.addWidget(part)
        elif part:
            caption = plain_text(part, wrap=False)
            if isinstance(behind, QWidget):
                bind(caption, behind)
            row.addWidget(caption)
    return line


def labelled(label: str, *widgets: QWidget, stretch: QWidget) -> QHBoxLayout:
    """A caption and widgets in one line; the caption names the first."""
    layout = QHBoxLayout()
    caption = plain_text(label, wrap=False)
    bind(caption, widgets[0])
    layout.addWidget(caption)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is stretch else 0)
    return layout


def bind(caption: QLabel, widget: QWidget) -> None:
    """Lets a caption name a widget that does not name itself."""
    if not isinstance(widget, QAbstractButton):
        caption.setBuddy(widget)
