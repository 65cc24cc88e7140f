"""Every action of the window as one table: menus and keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        menu: The menu that it stands in.
        label: With its mnemonic.
        object_name: `action.<thing>`.
        keys: Its shortcuts; empty for none.
        act: What it does.
    """

    menu: str
    label: str
    object_name: str
    keys: tuple[str, ...]
    act: Callable[[], None]


def fill_menus(window: QWidget, menus: Mapping[str, QMenu], specs: Sequence[ActionSpec]) -> dict[str, QAction]:
    """Makes the actions of a window, and puts them into its menus.

    Returns:
        The actions by object name, from the first.
    """
    actions: dict[str, QAction] = {}
    for spec in specs:
        action = QAction(spec.label, window)
        action.setObjectName(spec.object_name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.triggered.connect(_without_argument(spec.act))
        menus[spec.menu].addAction(action)
        actions[spec.object_name] = action
    return actions


def _without_argument(act: Callable[[], None]) -> Callable[[bool], None]:
    return lambda _checked: act()
