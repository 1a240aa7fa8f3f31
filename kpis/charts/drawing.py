"""What a chart consists of once drawn. x, widths: per cent of the drawing; y, heights: pixels from the top."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x1: str
    y1: str
    x2: str
    y2: str
    kind: str


@dataclass(frozen=True)
class Curve:
    """A path over a field of 100 by the drawing's height, stretched to its width."""

    d: str
    kind: str


@dataclass(frozen=True)
class Box:
    """tip: what stands behind it, on hover."""

    x: str
    y: str
    width: str
    height: str
    kind: str
    tip: str = ""


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    kind: str
    tip: str = ""


@dataclass(frozen=True)
class Words:
    """anchor: start, middle or end."""

    x: str
    y: str
    text: str
    kind: str
    anchor: str = "start"


@dataclass(frozen=True)
class Drawing:
    """Painted in this order: grid, boxes, curves, strokes, dots, words.

    gutter: narrow, medium or wide room for words left of x = 0; "" = none.
    """

    height: int
    gutter: str = ""
    grid: tuple[Stroke, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    boxes: tuple[Box, ...] = ()
    curves: tuple[Curve, ...] = ()
    dots: tuple[Dot, ...] = ()
    words: tuple[Words, ...] = ()


def number(value: float) -> str:
    """As SVG reads it, in any language: at most two digits after the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    return f"{number(value)}%"
