"""The small mark that tells marketplaces apart: a letter in a shape, never a logo."""

from dataclasses import dataclass

from connectors.registry import connectors

SHAPES = 8
"""How many shapes and edge colours css/components/mark.css and css/tokens.css know."""


@dataclass(frozen=True)
class Mark:
    """shape: number of the shape and colour."""

    letter: str
    label: str
    shape: int


def mark_of(slug: str) -> Mark:
    """The mark of a marketplace; one that is not installed any more shows its slug."""
    known = connectors()
    if slug not in known:
        return Mark(letter=slug[:1] or "?", label=slug, shape=0)
    label = known[slug].label
    return Mark(letter=label[:1], label=label, shape=list(known).index(slug) % SHAPES + 1)
