"""A calendar that drops down below a date's line."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.moments import moments_of


class CalendarPopup(QWidget):
    """Puts the date that is picked into a line.

    Args:
        edit: The line, which it belongs to.
    """

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit, Qt.WindowType.Popup)
        self._edit = edit
        self._calendar = QCalendarWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._calendar)
        self._calendar.activated.connect(self._take)
        self._calendar.clicked.connect(self._take)

    def open_below(self) -> None:
        """Shows itself below the line, at the date that is typed, or today."""
        typed = moments_of(FieldKind.DATE, self._edit.text())
        self._calendar.setSelectedDate(QDate(*typed[0].timetuple()[:3]) if typed else QDate.currentDate())
        self.move(self._edit.mapToGlobal(self._edit.rect().bottomLeft()))
        self.show()
        self._calendar.setFocus()

    def _take(self, date: QDate) -> None:
        self._edit.setText(date.toString("MM/dd/yyyy"))
        self.close()
