"""The form of the profile that is being edited, as the agent will see it; it can be tried, and sends nothing."""

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import read_lead
from leadexec_desktop.ui.lead_form import LeadForm
from leadexec_desktop.ui.naming import name, plain_text

_DELAY_MS = 200
_AT_FIRST = 40
"""Fields of a profile that has just been opened: more than are in sight; the others follow once nothing is typed."""
_TIMES = 4
"""A form that takes long to build waits that many times as long for the typing to pause."""


class ProfilePreview(QWidget):
    """Shows the form once the typing pauses, and builds it anew only if it differs."""

    def __init__(self) -> None:
        super().__init__()
        self.form = LeadForm("profiles.preview")
        name(self.form, "profiles.preview", "The form as the agent sees it")
        self._wanted: tuple[tuple[FieldSpec, ...], str] = ((), "")
        self._shown: tuple[tuple[FieldSpec, ...], str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.build)
        self.form.edited.connect(self._complain)
        heading = plain_text("As the agent sees it", wrap=False)
        heading.setProperty("role", "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading)
        column.addWidget(self.form, 1)
        self.setMinimumWidth(260)

    def begin(self) -> None:
        """Another profile comes: its form is shown at the next turn, and nothing is kept of this one's."""
        self._shown = None
        self._timer.setInterval(0)

    def show_profile(self, profile: SourceProfile) -> None:
        """Shows a profile's form as soon as the typing pauses."""
        wanted = (_showable(profile.fields), profile.script)
        if wanted == self._shown:
            self._timer.stop()
        elif wanted != self._wanted or self._shown is None:
            self._timer.start()
        self._wanted = wanted

    def build(self) -> None:
        """Builds the form now; what was tried in it stays."""
        self._timer.stop()
        is_first = self._shown is None
        typed = {} if self._shown is None else self.form.typed()
        clock = QElapsedTimer()
        clock.start()
        at = self.form.verticalScrollBar().value()
        defaults = {} if self._shown is None else {own.name: own.default for own in self._shown[0]}
        fields, script = self._wanted
        self._shown = (fields[:_AT_FIRST] if is_first else fields, script)
        typed_into = self._typed_into
        self.form.show_fields(*self._shown)
        tried = {own: text for own, text in typed.items() if text != defaults.get(own)}
        if tried:
            self.form.set_typed(tried)
        self.form.verticalScrollBar().setValue(at)
        self.form.focus_on(typed_into)
        self._timer.setInterval(max(_DELAY_MS, _TIMES * clock.elapsed()))
        if self._shown != self._wanted:
            self._timer.start()

    @property
    def _typed_into(self) -> str:
        """The wire name of the field that has the keyboard; empty if none of them has."""
        widget = QApplication.focusWidget()
        name_of = "" if widget is None or not self.form.isAncestorOf(widget) else widget.objectName()
        return name_of.removeprefix("profiles.preview.field.")

    def _complain(self) -> None:
        fields = self._wanted[0] if self._shown is None else self._shown[0]
        _, problems = read_lead(fields, self.form.typed())
        self.form.complain(problems)


def _showable(fields: tuple[FieldSpec, ...]) -> tuple[FieldSpec, ...]:
    """The fields that have a name of their own: the form finds its editors by it."""
    first: dict[str, FieldSpec] = {}
    for spec in fields:
        if spec.name:
            first.setdefault(spec.name, spec)
    return tuple(first.values())
