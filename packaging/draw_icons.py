"""Draws packaging/icons/*.svg into resources/icons, in the sizes of each screen: python packaging/draw_icons.py.

A picture is there at once, where a drawing has Qt load its library for them at each start.
"""

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).absolute().parent.parent
DRAWINGS, PICTURES = ROOT / "packaging" / "icons", ROOT / "resources" / "icons"
SCALES = (1, 2, 3, 4)


def picture(drawing: Path, scale: int) -> QImage:
    """A drawing, so many times its size."""
    renderer = QSvgRenderer(str(drawing))
    image = QImage(renderer.defaultSize() * scale, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def file_of(drawing: Path, scale: int) -> Path:
    """Where a picture is, by the name under which Qt looks for it on a screen of that scale."""
    return PICTURES / f"{drawing.stem}{'' if scale == 1 else f'@{scale}x'}.png"


def main() -> None:
    """Draws them."""
    application = QGuiApplication(["draw_icons", "-platform", "offscreen"])
    for drawing in sorted(DRAWINGS.glob("*.svg")):
        for scale in SCALES:
            picture(drawing, scale).save(str(file_of(drawing, scale)))
    application.quit()


if __name__ == "__main__":
    main()
