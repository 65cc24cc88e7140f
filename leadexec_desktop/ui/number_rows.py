"""The numbers that a call can be transferred to, large enough to dial from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.protocol.answers import ClientInfo
from leadexec_desktop.ui.naming import name, plain_text, without_mnemonic

MOST_ROWS = 3
"""More numbers than these stand in the table only."""


class Numbers(QWidget):
    """What shows an answer's numbers."""

    copied = Signal(str)
    """A number was copied: which, for the status line."""

    def show_agents(self, infos: Sequence[ClientInfo], delivery_id: str) -> None:
        """Shows those that have a number; nothing if none has.

        Args:
            infos: As the answer has them.
            delivery_id: Whose answer it is; empty if that makes no difference.
        """
        raise NotImplementedError

    def copy_next(self) -> bool:
        """Copies the first number, and with each further call the next one.

        Returns:
            Whether there was one.
        """
        raise NotImplementedError

    @property
    def are_in_use(self) -> bool:
        """Whether somebody is working with them."""
        return False

    def copy(self, number: str) -> None:
        """Copies a number."""
        QApplication.clipboard().setText(number)
        self.copied.emit(number)


class NumberRows(Numbers):
    """The first numbers in rows.

    Args:
        tab: The first part of its parts' names, as in `<tab>.transfer.0`.
    """

    def __init__(self, tab: str) -> None:
        super().__init__()
        self._tab = tab
        self._agents: list[ClientInfo] = []
        self._next = 0
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_agents(self, infos: Sequence[ClientInfo], delivery_id: str) -> None:
        """Shows those that have a number; nothing if none has."""
        del delivery_id
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._agents = [info for info in infos if info.agent_phone]
        self._next = 0
        self._rows = [self._row(index, info) for index, info in enumerate(self._agents[:MOST_ROWS])]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self._rows))

    def copy_next(self) -> bool:
        """Copies the first number, and with each further call the next one."""
        if not self._agents:
            return False
        self.copy(self._agents[self._next % len(self._agents)].agent_phone)
        self._next += 1
        return True

    def _row(self, index: int, info: ClientInfo) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        number = plain_text(grouped(info.agent_phone), wrap=False, selectable=True)
        number.setProperty("role", "number")
        number.setObjectName(f"{self._tab}.transfer.{index}")
        layout.addWidget(number)
        layout.addWidget(plain_text(whose(info)), 1)
        copy = QPushButton("Copy" if index else "Copy (F8)")
        name(copy, f"{self._tab}.transfer.{index}.copy", copy_name(info.agent_phone))
        copy.clicked.connect(self._copies(info.agent_phone))
        layout.addWidget(copy)
        return row

    def _copies(self, number: str) -> Callable[[], None]:
        return lambda: self.copy(number)


def copy_name(number: str) -> str:
    """What the button that copies a number is called."""
    return f"Copy {without_mnemonic(number)}"


def whose(info: ClientInfo) -> str:
    """Who answers at a number."""
    return " · ".join(part for part in (info.agent_name, info.client_name) if part)


def grouped(phone: str) -> str:
    """A number as it is read out: 702-555-1212; one that is not of ten digits as it came."""
    digits = phone.strip()
    if len(digits) == 10 and digits.isascii() and digits.isdecimal():  # noqa: PLR2004 - a North American number
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return phone
