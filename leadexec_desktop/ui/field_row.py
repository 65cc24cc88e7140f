"""A field on screen: its editor, and below it what is to be said of its value."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout

from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.ui.editors import Editor
from leadexec_desktop.ui.naming import breakable, explain, name, never_widens, plain_text, without_mnemonic
from leadexec_desktop.ui.rewriting import rewrite

LABEL_WIDTH = 118
"""Of the labels of a form, in pixels."""


class FieldRow:
    """A field on screen. It says what is wrong once the keyboard has left it, and takes it back as soon as it is right.

    Args:
        tab: The tab that it stands in: the first part of its parts' names.
        field: Which field.
        editor: Its editor.

    Attributes:
        below: What is said of its value; stands below its editor.
        was_left: Somebody has been in it.
    """

    def __init__(self, tab: str, field: FieldSpec, editor: Editor) -> None:
        self._tab = tab
        self.field = field
        self.editor = editor
        self.was_left = False
        self._problem = self._remark = ""
        self._said = self._remarked = ""
        self.below = QVBoxLayout()
        self.below.setSpacing(3)
        # What is said is made when it is first needed: most fields never need any of it.
        self._complaint_name = f"{tab}.error.{field.name}"
        self._complaint: QLabel | None = None
        self._remark_label: QLabel | None = None
        self._offer: _Offer | None = None

    # ------------------------------------------------------------------ what is wrong with it

    def take(self, problem: str, remark: str) -> None:
        """Takes what is to be said of its value, and says it if it is time: never before somebody has left it."""
        self._problem, self._remark = problem, remark
        if problem or remark or self._said or self._remarked:
            self._say_what_is_due(is_typed_in=self.editor.focus_widget.hasFocus())

    def leave(self) -> None:
        """Notes that the keyboard has left it."""
        if self.editor.text() or self.field.required:
            self.was_left = True
            self._say_what_is_due(is_typed_in=False)
        self.suggest()

    def complain(self) -> None:
        """Says what is wrong with it, whether anybody has been in it or not."""
        self.was_left = True
        self._say_what_is_due(is_typed_in=False)

    def begin_anew(self) -> None:
        """Lets nobody have been in it."""
        self.was_left = False
        self.say("")
        self._say_remark("")

    def _say_what_is_due(self, *, is_typed_in: bool) -> None:
        self.say(self._problem if self.was_left else "")
        may_begin = self.was_left and not is_typed_in
        self._say_remark(self._remark if may_begin or self._remarked else "")

    def say(self, problem: str) -> None:
        """Shows what is wrong with it; nothing if the text is empty."""
        if problem == self._said:
            return
        self._said = problem
        if self._complaint is None:
            self._complaint = _sentence("error")
            self._complaint.setObjectName(self._complaint_name)
            self.below.insertWidget(0, self._complaint)
        self._complaint.setText(breakable(problem))
        self._complaint.setVisible(bool(problem))
        self.editor.mark(wrong=bool(problem))
        self._describe()

    def _describe(self) -> None:
        """Tells a screen reader what is said of the value, or else of the field."""
        offered = "" if self._offer is None else self._offer.sentence
        said = " ".join(text for text in (self._said, offered, self._remarked) if text)
        self.editor.input_widget.setAccessibleDescription(said or self.field.help)

    # ------------------------------------------------------------------ what else is to be said

    def _say_remark(self, remark: str) -> None:
        if remark == self._remarked:
            return
        self._remarked = remark
        if self._remark_label is None:
            self._remark_label = _sentence("hint")
            self._remark_label.setObjectName(f"{self._tab}.remark.{self.field.name}")
            self.below.addWidget(self._remark_label)
        self._remark_label.setText(breakable(remark))
        self._remark_label.setVisible(bool(remark))
        self._describe()

    def suggest(self) -> None:
        """Offers what was probably meant; the beginning of a usual address is no slip while it is being typed."""
        if self.field.kind is not FieldKind.EMAIL or self.field.read_only or not (self.editor.text() or self._offer):
            return
        from leadexec_desktop.profiles.email_slips import meant_address  # noqa: PLC0415 - not before an address is typed

        meant = meant_address(self.editor.text(), is_whole=not self.editor.focus_widget.hasFocus())
        if self._offer is None:
            if not meant:
                return
            self._offer = _Offer(f"{self._tab}.suggestion.{self.field.name}", self.editor)
            self.below.addWidget(self._offer.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._offer.make(meant)
        self._describe()

    def rename(self, field: FieldSpec, editor_name: str, complaint_name: str) -> None:
        """Lets it be another field, with what stands in it."""
        self.field = field
        name(self.editor.input_widget, editor_name, without_mnemonic(field.label))
        self._complaint_name = complaint_name
        if self._complaint is not None:
            self._complaint.setObjectName(complaint_name)


def _sentence(role: str) -> QLabel:
    """A label that never asks for more width than there is: the form could not be scrolled to what it pushes away."""
    label = plain_text()
    label.setProperty("role", role)
    never_widens(label)
    return label


class _Offer(QObject):
    """Another text for a line: a button beside it, and Alt+Down in the line, put it in.

    Args:
        object_name: The button's.
        editor: The line's.
    """

    def __init__(self, object_name: str, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._text = ""
        self.sentence = ""
        from leadexec_desktop.ui.shortening_button import ShorteningButton  # noqa: PLC0415 - few leads need one

        self.button = ShorteningButton()
        self.button.setObjectName(object_name)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+Down in the line does the same
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._put_in)
        editor.input_widget.installEventFilter(self)

    def make(self, text: str) -> None:
        """Offers a text; nothing if it is empty."""
        self._text = text
        self.sentence = f"Did you mean {text}? Alt+Down puts it in." if text else ""
        self.button.setText(without_mnemonic(f"Did you mean {text}?"))
        self.button.setAccessibleName(f"Did you mean {text}?")
        explain(self.button, self.sentence)
        self.button.setVisible(bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the offer on Alt+Down in the line."""
        if (
            self._text
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self._put_in()
            return True
        return super().eventFilter(watched, event)

    def _put_in(self) -> None:
        line = self._editor.input_widget
        if isinstance(line, QLineEdit) and self._text:
            rewrite(line, self._text)
