"""Plain text out of the HTML mails that eBay itself sends.

Not html.parser: it takes quadratic time on markup made to be slow (12 kB of "<a " took 3 s, 200 kB
minutes) and raises AssertionError on some of it (Python 3.11). This goes through the text once.
"""

import re
from collections.abc import Iterator
from html import unescape

BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
SILENT = frozenset({"script", "style", "title"})
LONGEST = 200_000
HTML = re.compile(r"<(?:!doctype|/?[a-z][a-z0-9]{0,20})[\s/>]", re.IGNORECASE)
TAG = re.compile(r"<(?:[/!?]|(?=[a-z]))([a-z]?[a-z0-9]{0,20})", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    return HTML.search(text) is not None


def plain_text(html: str) -> str:
    """The words of the first 200,000 characters of an HTML text, one line per block, no two empty lines."""
    lines = [" ".join(line.split()) for line in "".join(_pieces(html[:LONGEST])).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pieces(html: str) -> Iterator[str]:
    """Text between tags, and a line end for each tag of a block. What is never closed ends the text."""
    lower = html.lower() if len(html.lower()) == len(html) else html
    position = 0
    while (start := html.find("<", position)) >= 0:
        yield _words(html[position:start])
        if lower.startswith("<!--", start):
            position = _after(lower, "-->", start)
            continue
        found = TAG.match(html, start)
        if found is None:
            yield "<"
            position = start + 1
            continue
        name = found[1].lower()
        position = _after(lower, ">", start)
        if name in SILENT and html[start + 1] != "/":
            position = _after(lower, ">", _after(lower, f"</{name}", position))
        if name in BLOCKS:
            yield "\n"
    yield _words(html[position:])


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return found + len(mark) if found >= 0 else len(text)


def _words(piece: str) -> str:
    return unescape(piece.replace("\n", " "))
