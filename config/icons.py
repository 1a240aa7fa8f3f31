"""Draw the icons of the web app from its mark: `python -m config.icons`. The results are kept beside the SVG.

A maskable icon fills the square, since systems cut it to their own shape.
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "static" / "img"
DARK, LIGHT, PAPER = "#0b6a72", "#e9f7f7", "#f6f8f8"
FINER = 4
"""Drawn so many times larger, then made smaller, for smooth edges."""


def draw(size: int, *, margin: float, ground: str | None) -> Image.Image:
    """The mark of guichet.svg (a grid of 24 units) with a margin around it, in units of its own."""
    big = size * FINER
    image = Image.new("RGBA", (big, big), ground or (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    unit = big / (24 + 2 * margin)

    def box(*corners: float) -> list[float]:
        return [(corner + margin) * unit for corner in corners]

    pen.pieslice(box(3, 2, 21, 20), 180, 360, fill=DARK)
    pen.rectangle(box(3, 11, 21, 21), fill=DARK)
    pen.pieslice(box(7, 6.5, 17, 16.5), 180, 360, fill=LIGHT)
    pen.rectangle(box(7, 11.5, 17, 21), fill=LIGHT)
    pen.rectangle(box(5, 16, 19, 18), fill=DARK)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    for size in (192, 512):
        draw(size, margin=1, ground=None).save(FOLDER / f"guichet-{size}.png", optimize=True)
    draw(180, margin=4, ground=PAPER).save(FOLDER / "guichet-180.png", optimize=True)
    draw(512, margin=8, ground=PAPER).save(FOLDER / "guichet-maskable-512.png", optimize=True)


if __name__ == "__main__":
    main()
