"""Lines and labels around a field: values upward, times or names across, notes as dashed lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kpis.charts.drawing import Stroke, Words, number, percent
from kpis.charts.scale import Scale

Written = Callable[[float], str]
"""How a value is written in the reader's language."""

MOST_LABELS = 5
"""So many fit below a chart on a phone."""


@dataclass(frozen=True)
class Note:
    """Something that explains a jump: a strike, a sale. place: of which point; mark: what its line is called below."""

    place: int
    mark: str


def upright(scale: Scale, written: Written) -> tuple[list[Stroke], list[Words]]:
    """A line across for each tick, its value beside it, left of the field (see gutter)."""
    strokes = [_across(scale.y(tick), "axis" if tick == scale.low else "grid") for tick in scale.ticks]
    words = [Words("-8", number(scale.y(tick) + 4), written(tick), "tick", "end") for tick in scale.ticks]
    return strokes, words


def gutter(words: Sequence[Words]) -> str:
    """How much room the values beside the field take."""
    longest = max((len(one.text) for one in words), default=0)
    return "narrow" if longest <= SHORT else "medium" if longest <= LONG else "wide"


SHORT, LONG = 3, 6
"""Signs of a value that fits in a narrow gutter, and in a medium one."""


def across(labels: Sequence[str], height: int) -> list[Words]:
    """The first, the last and some between, never so many that they touch."""
    count = len(labels)
    step = max(1, -(-count // MOST_LABELS))
    found: list[Words] = []
    for place in range(0, count, step):
        x = middle(place, count)
        anchor = "end" if x > 100 - EDGE else "middle"
        if found and anchor == "end":
            found.pop()
        found.append(Words(percent(x), number(height - 8), labels[place], "tick", anchor))
    return found


EDGE = 4
"""Labels so near the right side (per cent) end there, or they would reach out of their panel; the one before them makes
room. At the left is the gutter.
"""


def target_line(scale: Scale, target: float | None) -> list[Stroke]:
    inside = target is not None and scale.low <= target <= scale.high
    return [_across(scale.y(target), "target")] if inside and target is not None else []


def note_lines(notes: Sequence[Note], count: int, scale: Scale) -> tuple[list[Stroke], list[Words]]:
    strokes, words = [], []
    for note in notes:
        x = percent(middle(note.place, count))
        strokes.append(Stroke(x, "14", x, number(scale.ground), "note"))
        words.append(Words(x, "11", note.mark, "note", "middle"))
    return strokes, words


def middle(place: int, count: int) -> float:
    """Of the strip that belongs to this point."""
    return (place + 0.5) * 100 / count


def _across(y: float, kind: str) -> Stroke:
    return Stroke("0%", number(y), "100%", number(y), kind)
