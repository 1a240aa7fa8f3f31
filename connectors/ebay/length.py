"""How long eBay may find a text."""

from connectors.text import storable


def length(text: str) -> int:
    """How long a text is for eBay, at the most: in UTF-16 units, line ends as one.

    eBay says "2000 characters" and not whether an emoji is one or two; counting two is never too few.
    """
    return len(storable(text).encode("utf-16-le")) // 2
