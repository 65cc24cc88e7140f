"""Fields out of a sample: it is pasted, dropped or opened, and what was found is accepted or corrected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from leadexec_desktop.profiles.sample import LARGEST_BYTES, ProposedField, Sample, SampleError, read_sample
from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.naming import explain, name, plain_text, wear
from leadexec_desktop.ui.sample_fields import SampleFieldsModel, fields_table
from leadexec_desktop.ui.sample_text import MOST_SHOWN, Pasted, SampleText
from leadexec_desktop.ui.sample_words import fitted, keep_words, standing_words, what_was_found, why_words

_Read = TypeVar("_Read")

_SIZE = QSize(1000, 660)
_FRAME = QSize(8, 40)
"""What a window manager puts around it."""

_QUIET_MS = 300
"""Since the last key, before what was typed is read."""

_MOST_REMARKS = 6
_FILES = "Samples (*.csv *.tsv *.txt *.xlsx *.json *.xml *.html *.htm *.http *.md);;All files (*)"
_NOTHING_YET = "What was found will stand here: each field with its kind, to be accepted or corrected."
_NO_FIELDS = "The sample names no fields of a lead. What else it tells can be applied."


@dataclass(frozen=True, slots=True)
class AppliedSample:
    """What a person took from a sample.

    Attributes:
        sample: What was read.
        fields: Its fields as they were corrected, those that are not wanted among them.
        secrets_wanted: Its secrets are to be kept in the keyring.
        replace: Its fields stand in place of the profile's; otherwise they come behind those.
    """

    sample: Sample
    fields: tuple[ProposedField, ...]
    secrets_wanted: bool
    replace: bool = True


class SampleDialog(QDialog):
    """Reads a sample beside the window and offers what it found.

    Args:
        parent: The window.
        background: Reads.
        field_count: Fields that the profile has already.
    """

    applied = Signal(object)
    """An `AppliedSample`; the dialog closes."""

    def __init__(self, parent: QWidget | None, background: Background, field_count: int = 0) -> None:
        super().__init__(parent)
        self._field_count = field_count
        self.setObjectName("sample")
        self.setWindowTitle("Fields from a sample")
        self.resize(_SIZE.boundedTo(self.screen().availableGeometry().size() - _FRAME))
        self._background = background
        self._sample: Sample | None = None
        self._readings = 0
        self._typed = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._typed.timeout.connect(self._read_typed)
        self._make_parts()
        self._lay_out()
        self._text.textChanged.connect(self._wait_for_more)
        self._text.pasted.connect(self._read_pasted)
        self._text.dropped.connect(self.read_file)
        self._open.clicked.connect(self._choose_file)
        self._apply.clicked.connect(self._give)
        self._model.modelReset.connect(self._follow)
        self._model.dataChanged.connect(self._follow)
        self._table.selectionModel().currentChanged.connect(self._follow)
        self._show_nothing(_NOTHING_YET)
        self._text.setFocus()

    # ------------------------------------------------------------------ reading
    def read_file(self, path: Path) -> None:
        """Reads a file beside the window, and shows what was found in it."""

        def read() -> tuple[bytes, Sample]:
            with path.open("rb") as file:
                data = file.read(LARGEST_BYTES + 1)
            return data, read_sample(data, path.name)

        def show(found: tuple[bytes, Sample]) -> None:
            data, sample = found
            is_text = not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
            text = text_of(data, "")[0].removeprefix("\ufeff") if is_text and len(data) <= MOST_SHOWN else ""
            self._text.show_source(text, f"{path.name} was read.")
            self._show(sample)

        self._run(read, show, path.name)

    def _wait_for_more(self) -> None:
        self._readings += 1  # what is being read now is not what stands there
        self._apply.setEnabled(False)
        self._typed.start()

    def _read_typed(self) -> None:
        self._read_texts((self._text.toPlainText(),))

    def _read_pasted(self, pasted: Pasted) -> None:
        self._typed.stop()
        self._read_texts(pasted.data)

    def _read_texts(self, texts: Sequence[str]) -> None:
        if not any(text.strip() for text in texts):
            self._readings += 1
            self._show_nothing(_NOTHING_YET)
            return
        self._run(lambda: _first_read(texts), self._show)

    def _run(self, work: Callable[[], _Read], done: Callable[[_Read], None], file_name: str = "") -> None:
        self._readings += 1
        number = self._readings
        self._say("Reading…")
        self._apply.setEnabled(False)

        def is_awaited() -> bool:
            return isValid(self) and number == self._readings

        def show(found: _Read) -> None:
            if is_awaited():
                done(found)

        def complain(error: Exception) -> None:
            if is_awaited():
                reason = str(error) if isinstance(error, SampleError) else _why_unread(error)
                self._show_nothing(f"{file_name}: {reason}" if file_name else reason, is_problem=True)

        self._background.run(work, show, complain, (SampleError, OSError))

    # ------------------------------------------------------------------ showing
    def _show(self, sample: Sample) -> None:
        self._sample = sample
        self._say(what_was_found(sample))
        self._remarks.setText(fitted("\n".join(f"• {remark}" for remark in sample.remarks[:_MOST_REMARKS])))
        self._remarks.setVisible(bool(sample.remarks))
        self._keep.setText(f"&{keep_words(sample)}")
        self._keep.setAccessibleName(keep_words(sample))
        self._keep.setChecked(False)
        self._keep.setVisible(bool(sample.secrets))
        self._empty.setText(_NO_FIELDS)
        self._model.show(sample.fields)

    def _show_nothing(self, why: str, *, is_problem: bool = False) -> None:
        self._sample = None
        self._say(why if is_problem else "", is_problem=is_problem)
        self._remarks.clear()
        self._remarks.hide()
        self._keep.setChecked(False)
        self._keep.hide()
        self._empty.setText(_NOTHING_YET)
        self._model.show(())

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        self._found.setText(fitted(text))
        wear(self._found, "role", "error" if is_problem else "")
        self._found.setVisible(bool(text))

    def _follow(self) -> None:
        """Says what the chosen field was guessed from, and whether there is something to apply."""
        fields = self._model.fields
        self._stack.setCurrentIndex(1 if fields else 0)
        row = self._table.currentIndex().row()
        self._why.setText(why_words(fields[row]) if 0 <= row < len(fields) else "")
        in_use = sum(field.use for field in fields)
        self._count.setText(f"{in_use} of {len(fields)} fields in use" if fields else "")
        self._apply.setEnabled(self._sample is not None)

    # ------------------------------------------------------------------ choosing
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Open a sample", "", _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.read_file(Path(file)))
        dialog.open()

    def _give(self) -> None:
        if self._sample is None:
            return
        applied = AppliedSample(
            self._sample, self._model.fields, self._keep.isChecked(), replace=self._replace.isChecked()
        )
        self.accept()
        self.applied.emit(applied)

    def done(self, result: int) -> None:
        """Closes, and forgets the sample."""
        self._readings += 1
        self._typed.stop()
        self._text.show_source("", "")
        self._show_nothing(_NOTHING_YET)
        super().done(result)

    # ------------------------------------------------------------------ making
    def _make_parts(self) -> None:
        self._text = SampleText()
        self._open = self._button("open_file", "&Open file…")
        explain(self._open, "Reads a CSV or XLSX file, or a request that was saved.")
        self._found = plain_text(selectable=True)
        self._found.setObjectName("sample.found")
        self._remarks = plain_text(selectable=True)
        self._remarks.setObjectName("sample.remarks")
        self._remarks.setProperty("role", "hint")
        self._keep = QCheckBox()
        name(self._keep, "sample.keep_secrets")
        explain(self._keep, "Off, it goes nowhere: the program asks for it when a lead is sent.")
        self._make_choice()
        self._model = SampleFieldsModel(self)
        self._table = fields_table(self._model)
        self._empty = plain_text()
        self._empty.setObjectName("sample.empty")
        self._empty.setProperty("role", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why = plain_text()
        self._why.setObjectName("sample.why")
        self._why.setProperty("role", "hint")
        self._count = plain_text(wrap=False)
        self._count.setObjectName("sample.count")
        self._count.setProperty("role", "hint")
        self._cancel = self._button("cancel", "Cancel")
        self._cancel.clicked.connect(self.reject)
        self._apply = self._button("apply", "&Apply")
        self._apply.setProperty("role", "primary")

    def _make_choice(self) -> None:
        """What becomes of the fields that the profile has; no question if it has none."""
        self._standing = plain_text(standing_words(self._field_count))
        self._standing.setObjectName("sample.standing")
        self._replace = QRadioButton("&Replace the fields")
        name(self._replace, "sample.replace", "Replace the fields")
        explain(self._replace, "The profile then has the fields of this sample alone.")
        self._add = QRadioButton("A&dd to the fields")
        name(self._add, "sample.add", "Add to the fields")
        explain(self._add, "New fields come behind. One that the profile has by the same name stays as it is.")
        (self._add if self._field_count else self._replace).setChecked(True)
        for each in (self._standing, self._replace, self._add):
            each.setVisible(bool(self._field_count))

    def _button(self, last: str, label: str) -> QPushButton:
        button = QPushButton(label)
        name(button, f"sample.{last}", label)
        button.setAutoDefault(False)  # Enter belongs to the text and to the table
        return button

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self._upper())
        halves.addWidget(self._lower())
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 5)
        halves.setChildrenCollapsible(False)
        halves.setSizes([180, 460])
        buttons = QHBoxLayout()
        buttons.addWidget(self._count)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._apply)
        layout = QVBoxLayout(self)
        layout.addWidget(halves, 1)
        layout.addWidget(self._keep)
        choice = QHBoxLayout()
        choice.addWidget(self._standing, 1)
        choice.addWidget(self._replace)
        choice.addWidget(self._add)
        layout.addLayout(choice)
        layout.addLayout(buttons)

    def _upper(self) -> QWidget:
        upper = QWidget()
        caption = plain_text("&Sample", wrap=False)
        caption.setBuddy(self._text)
        row = QHBoxLayout()
        row.addWidget(caption)
        row.addStretch(1)
        row.addWidget(self._open)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 4)
        column.addLayout(row)
        column.addWidget(self._text, 1)
        return upper

    def _lower(self) -> QWidget:
        lower = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._table)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._found)
        column.addWidget(self._remarks)
        column.addWidget(self._stack, 1)
        column.addWidget(self._why)
        return lower


def _first_read(texts: Sequence[str]) -> Sample:
    """The first of several forms of the same sample that can be read; the last one's complaint if none can."""
    for text in texts[:-1]:
        try:
            sample = read_sample(text)
        except SampleError:
            continue
        if sample.fields:
            return sample
    return read_sample(texts[-1])


def _why_unread(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "it cannot be opened"
    return f"The file cannot be read ({reason}). Open another, or paste its content."
