"""Everything can be read in both palettes, and every outcome has a tone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from leadexec_desktop.behind_window import RESOURCES
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.ui import theme as theming
from leadexec_desktop.ui.theme import DARK, LIGHT, TONES, Colours, Theme, Tone

SHEET = (RESOURCES / "theme.qss").read_text(encoding="utf-8")
LEAST = 4.5
"""The contrast of text on its ground (WCAG 2.2, 1.4.3)."""


@pytest.fixture(scope="module")
def dress(full_dress: Callable[[Theme], Colours]) -> Callable[[Theme], Colours]:
    """What is measured here depends on the style."""
    return full_dress


both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """WCAG's relative luminance of `#rrggbb`, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, ground: str) -> float:
    high, low = sorted((luminance(text), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@both
@pytest.mark.parametrize("text", ["text", "faint", "accent"])
@pytest.mark.parametrize("ground", ["window", "card", "field"])
def test_text_can_be_read_on_every_ground(palette: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= LEAST


@both
def test_text_can_be_read_on_the_accent(palette: Colours) -> None:
    assert contrast(palette.on_accent, palette.accent) >= LEAST


@both
@pytest.mark.parametrize("tone", Tone)
def test_a_word_can_be_read_on_its_tone_and_a_cell_on_its_table(palette: Colours, tone: Tone) -> None:
    ground, text = palette.tones[tone]
    assert contrast(text, ground) >= LEAST
    # In history the word stands on the table's own grounds.
    assert contrast(text, palette.card) >= LEAST
    assert contrast(text, palette.window) >= LEAST


@both
def test_a_complaint_can_be_read_on_every_ground(palette: Colours) -> None:
    text = palette.tones[Tone.BAD][1]
    assert min(contrast(text, ground) for ground in (palette.window, palette.card, palette.field)) >= LEAST


@both
def test_an_example_is_not_taken_for_something_typed(palette: Colours) -> None:
    assert contrast(palette.example, palette.field) < contrast(palette.faint, palette.field)


@both
def test_the_ring_of_the_keyboard_can_be_seen(palette: Colours) -> None:
    assert min(contrast(palette.accent, ground) for ground in (palette.window, palette.card, palette.field)) >= 3


def _rules() -> Iterator[tuple[str, str, str]]:
    """Selector, text colour and ground of each rule of the sheet that names both; what is off need not be read."""
    for selector, body in re.findall(r"([^{}]+)\{([^}]*)\}", SHEET):
        names = {key: re.search(rf"(?<![\w-]){key}: \$(\w+)", body) for key in ("color", "background")}
        text, ground = names["color"], names["background"]
        if text is not None and ground is not None and ":disabled" not in selector:
            yield selector.strip(), text[1], ground[1]


@both
@pytest.mark.parametrize("selector, text, ground", tuple(_rules()))
def test_every_rule_of_the_sheet_can_be_read(palette: Colours, selector: str, text: str, ground: str) -> None:
    filled = theming._filled(Template(f"${text} ${ground}"), palette, Path(), 10.0)
    assert contrast(*filled.split()) >= LEAST, selector


def test_every_outcome_has_a_tone_and_every_tone_its_colours() -> None:
    assert set(TONES) == {kind.value for kind in OutcomeKind}
    for palette in (LIGHT, DARK):
        assert set(palette.tones) == set(Tone)


@both
def test_every_colour_is_one(palette: Colours) -> None:
    names = [own for own in palette._fields if own != "tones"]
    colours = [getattr(palette, name) for name in names] + [own for pair in palette.tones.values() for own in pair]
    assert [own for own in colours if re.fullmatch("#[0-9a-f]{6}", own) is None] == []


@pytest.mark.parametrize("theme, expected", [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK)])
def test_the_whole_program_is_dressed(
    qapp: QApplication, dress: Callable[[Theme], Colours], theme: Theme, expected: Colours
) -> None:
    assert dress(theme) == expected
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(expected.window)
    assert palette.color(QPalette.ColorRole.Text) == QColor(expected.text)
    assert palette.color(QPalette.ColorRole.PlaceholderText) == QColor(expected.example)
    assert "$" not in qapp.styleSheet()
    assert expected.accent in qapp.styleSheet()
    icons = re.findall(r"url\(([^)]+)\)", qapp.styleSheet())
    assert len(icons) >= 2
    assert [own for own in icons if not Path(own).is_file()] == []


def test_the_theme_of_the_system_is_one_of_both(qapp: QApplication) -> None:
    is_dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert theming.colours(Theme.SYSTEM) == (DARK if is_dark else LIGHT)
