"""The pictures that the style sheet names are those of the drawings."""

import runpy
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

DRAW = runpy.run_path(str(Path(__file__).parents[2] / "packaging" / "draw_icons.py"))
DRAWINGS: list[Path] = sorted(DRAW["DRAWINGS"].glob("*.svg"))


@pytest.mark.parametrize("scale", DRAW["SCALES"])
@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda own: own.stem)
def test_each_drawing_has_its_picture_for_each_screen(drawing: Path, scale: int) -> None:
    kept = QImage(str(DRAW["file_of"](drawing, scale))).convertToFormat(QImage.Format.Format_ARGB32)
    assert kept == DRAW["picture"](drawing, scale)


def test_there_are_no_other_pictures() -> None:
    drawn = {DRAW["file_of"](drawing, scale).name for drawing in DRAWINGS for scale in DRAW["SCALES"]}
    assert drawn == {own.name for own in DRAW["PICTURES"].glob("*.png")}
