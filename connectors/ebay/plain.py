"""Plain text out of the HTML mails that eBay itself sends."""

import re
from html.parser import HTMLParser

BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
SILENT = frozenset({"script", "style", "title"})
LONGEST = 200_000
TAG = re.compile(r"<(?:!doctype|/?[a-z][a-z0-9]*)[\s/>]", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    return TAG.search(text) is not None


def plain_text(html: str) -> str:
    """The words of the first 200,000 characters of an HTML text, one line per block, no two empty lines."""
    reader = _Words()
    reader.feed(html[:LONGEST])
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in SILENT:
            self.silent += 1
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data.replace("\n", " "))
