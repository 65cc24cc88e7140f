"""The next steps as buttons: what cannot be gone now is off and says why, or is not there."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from leadexec_desktop.services.next_steps import STEPS, NextStep
from leadexec_desktop.ui.naming import allow, name


class StepButtons(QWidget):
    """A row of buttons.

    Args:
        prefix: What stands before the step in each button's name, as in `history.update`.
        steps: Which, from the first.
        labels: What a button says here, where that is not the step's own label.
    """

    pressed = Signal(NextStep)

    def __init__(self, prefix: str, steps: Sequence[NextStep], labels: Mapping[NextStep, str] | None = None) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._buttons: dict[NextStep, QPushButton] = {}
        for step in steps:
            label = (labels or {}).get(step, STEPS[step].label)
            button = QPushButton(label)
            button.setAutoDefault(False)
            name(button, f"{prefix}.{step}", label)
            button.clicked.connect(self._press(step))
            layout.addWidget(button)
            self._buttons[step] = button

    def _press(self, step: NextStep) -> Callable[[], None]:
        return lambda: self.pressed.emit(step)

    def allow(self, whys: Mapping[NextStep, str | None]) -> None:
        """Switches each on, or off with the reason."""
        for step, button in self._buttons.items():
            allow(button, whys.get(step, "Select a lead in history first."), STEPS[step].tip)

    def offer(self, steps: Sequence[NextStep]) -> None:
        """Shows these and no others; hides the row where there is none."""
        for step, button in self._buttons.items():
            button.setVisible(step in steps)
        self.setVisible(any(step in steps for step in self._buttons))
