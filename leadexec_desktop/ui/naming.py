"""Names by which screen readers, UI automation and tests find a control, and the tips that say why it is off."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def name(widget: QWidget, object_name: str, label: str = "") -> None:
    """Gives a control its stable name, and the accessible name that its visible label has.

    Args:
        widget: The control. A QLabel gets no label: an accessible name would hide its text.
        object_name: As `<tab>.<thing>`.
        label: The visible label; a mnemonic's ampersand is left out.
    """
    widget.setObjectName(object_name)
    if label and not isinstance(widget, QLabel):
        widget.setAccessibleName(plain_label(label))


def plain_label(label: str) -> str:
    """A label without its mnemonic."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def without_mnemonic(text: str) -> str:
    """A text from outside as a label that shows it as it is."""
    return text.replace("&", "&&")


def breakable(text: str) -> str:
    """A text that a narrow label can break: a word too long for a line, such as an address, may end in mid-word."""
    return " ".join(map(_breakable, text.split(" ")))


def _breakable(word: str) -> str:
    pieces = (word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
    return _BREAK.join(pieces) if len(word) > _LONGEST_WORD else word


_LONGEST_WORD = 24
"""Characters; no English word that the program says is longer."""

_PIECE = 8
_BREAK = "\N{ZERO WIDTH SPACE}"


def never_widens(label: QLabel) -> None:
    """Lets a label ask for no more width than there is, whatever stands in it."""
    from PySide6.QtWidgets import QSizePolicy  # noqa: PLC0415 - few starts have such a label, and this has many enums

    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    label.setSizePolicy(policy)


def plain_tip(text: str) -> str:
    """A text as a tip that shows it as it is: Qt guesses rich text in tips, so it must come as such, escaped."""
    return f'<span style="white-space: pre-wrap">{text.translate(_ESCAPED)}</span>' if text else ""


_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
"""What a text in HTML must not hold as it is. Python's `html` would load its table of 2,000 entities at each start."""


def explain(widget: QWidget, text: str) -> None:
    """Says something about a control, in its tip and to screen readers; plain text, whatever it holds."""
    widget.setToolTip(plain_tip(text))
    widget.setAccessibleDescription(text)


def allow(widget: QWidget, reason: str | None, tip: str = "") -> None:
    """Switches a control on, or off with the reason.

    Args:
        widget: The control.
        reason: Why it is off; None if it is on.
        tip: What it does, said while it is on.
    """
    widget.setEnabled(reason is None)
    explain(widget, tip if reason is None else reason)


def wear(widget: QWidget, key: str, value: str | bool) -> None:
    """Gives a control a property that the style sheet looks at, and has it drawn so.

    Args:
        widget: The control.
        key: The property's name.
        value: What it is; one that was never given is false.
    """
    if (widget.property(key) or False) == value:
        return
    widget.setProperty(key, value)
    # One that is not dressed yet will be, when it is shown. To ask for its style loads all of Qt's.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def plain_text(text: str = "", *, wrap: bool = True, selectable: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label that shows any text as it is written."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setText(text)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label
