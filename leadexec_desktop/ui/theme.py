"""Colours and style: Fusion with our own palettes, light and dark."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


class Theme(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """What a colour says, always beside words that say it too."""

    GOOD = "good"
    BAD = "bad"
    WARN = "warn"
    BUSY = "busy"
    CALM = "calm"


TONES: Mapping[str, Tone] = MappingProxyType(
    {
        "waiting": Tone.WARN,
        "sending": Tone.BUSY,
        "accepted": Tone.GOOD,
        "rejected": Tone.BAD,
        "queued": Tone.BUSY,
        "redirected": Tone.GOOD,
        "refused": Tone.BAD,
        "unreadable": Tone.WARN,
        "unknown": Tone.WARN,
        "not sent": Tone.BAD,
        "arrived": Tone.GOOD,
        "cancelled": Tone.CALM,
        "will accept": Tone.GOOD,
        "will not accept": Tone.BAD,
        "duplicate": Tone.WARN,
        "not duplicate": Tone.GOOD,
        "processing": Tone.BUSY,
        "in review": Tone.BUSY,
        "returned": Tone.BAD,
    }
)
"""The tone of each word of an outcome."""


class Colours(NamedTuple):
    """One palette; each text colour but that of examples has a contrast of at least 4.5 : 1 on its ground."""

    window: str
    card: str
    field: str
    text: str
    faint: str
    example: str
    """Of a field that is empty: must not be taken for something typed."""
    line: str
    accent: str
    on_accent: str
    tones: Mapping[Tone, tuple[str, str]]
    """Ground and text of each tone."""


LIGHT = Colours(
    window="#eef1f5",
    card="#ffffff",
    field="#ffffff",
    text="#17202b",
    faint="#566273",
    example="#98a3b1",
    line="#c9d1db",
    accent="#1f5fbf",
    on_accent="#ffffff",
    tones=MappingProxyType(
        {
            Tone.GOOD: ("#d6f0de", "#0e5a2b"),
            Tone.BAD: ("#fadcd9", "#93190f"),
            Tone.WARN: ("#fdebc4", "#6d4600"),
            Tone.BUSY: ("#d9e7fb", "#16478f"),
            Tone.CALM: ("#e3e7ec", "#3d4856"),
        }
    ),
)
DARK = Colours(
    window="#171b21",
    card="#20262e",
    field="#12161b",
    text="#e8ecf1",
    faint="#a3afbd",
    example="#5d6979",
    line="#3b4553",
    accent="#6ea8ff",
    on_accent="#0c1a30",
    tones=MappingProxyType(
        {
            Tone.GOOD: ("#173f27", "#9fe3b6"),
            Tone.BAD: ("#4c1d1a", "#ffb9b1"),
            Tone.WARN: ("#463409", "#ffd985"),
            Tone.BUSY: ("#183459", "#b4d3ff"),
            Tone.CALM: ("#303843", "#ccd4de"),
        }
    ),
)


def colours(theme: Theme) -> Colours:
    """The palette of a theme; `system` asks the platform."""
    dark = theme is Theme.DARK
    if theme is Theme.SYSTEM:
        dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def apply(application: QApplication, theme: Theme, sheet: Template, icons: Path) -> Colours:
    """Dresses the whole program, which was started in Qt's own style Fusion.

    Args:
        application: The program.
        theme: What the user chose.
        sheet: The style sheet, with the colours' names in place of the colours.
        icons: The folder of the icons that the sheet names.

    Returns:
        The colours that it wears now.
    """
    chosen = colours(theme)
    application.setPalette(_palette(chosen))
    application.setStyleSheet(_filled(sheet, chosen, icons, application.font().pointSizeF()))
    return chosen


def _filled(sheet: Template, chosen: Colours, icons: Path, point_size: float) -> str:
    size = point_size if point_size > 0 else 10.0
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ background: {ground}; color: {text}; }}'
        for tone, (ground, text) in chosen.tones.items()
    )
    return sheet.substitute(
        size=f"{size:g}",
        small=f"{size * 0.9:g}",
        large=f"{size * 1.35:g}",
        huge=f"{size * 1.9:g}",
        tones=tones,
        icons=icons.as_posix(),
        shade="dark" if chosen is DARK else "light",
        notice=chosen.tones[Tone.WARN][0],
        notice_text=chosen.tones[Tone.WARN][1],
        bad_text=chosen.tones[Tone.BAD][1],
        card=chosen.card,
        faint=chosen.faint,
        line=chosen.line,
        field=chosen.field,
        accent=chosen.accent,
        on_accent=chosen.on_accent,
        window=chosen.window,
        text=chosen.text,
    )


def _palette(chosen: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: chosen.window,
        QPalette.ColorRole.WindowText: chosen.text,
        QPalette.ColorRole.Base: chosen.field,
        QPalette.ColorRole.AlternateBase: chosen.window,
        QPalette.ColorRole.Text: chosen.text,
        QPalette.ColorRole.PlaceholderText: chosen.example,
        QPalette.ColorRole.Button: chosen.card,
        QPalette.ColorRole.ButtonText: chosen.text,
        QPalette.ColorRole.Highlight: chosen.accent,
        QPalette.ColorRole.HighlightedText: chosen.on_accent,
        QPalette.ColorRole.Link: chosen.accent,
        QPalette.ColorRole.ToolTipBase: chosen.card,
        QPalette.ColorRole.ToolTipText: chosen.text,
        QPalette.ColorRole.Light: chosen.card,
        QPalette.ColorRole.Mid: chosen.line,
        QPalette.ColorRole.Dark: chosen.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.faint))
    return palette
