"""An HTML mail as one run of text that knows where its links, its <pre> blocks and its tables are."""

from dataclasses import dataclass
from html.parser import HTMLParser

_BREAKS = frozenset(
    "address blockquote br center div dl dt dd fieldset form h1 h2 h3 h4 h5 h6 hr li ol p pre"
    " section table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset({"script", "style", "head", "title"})


@dataclass(frozen=True)
class Page:
    """text: everything readable. links: (offset in the text, address). pres: (start, end). rows: cells of every row."""

    text: str = ""
    links: tuple[tuple[int, str], ...] = ()
    pres: tuple[tuple[int, int], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def pre_text(self, number: int) -> str:
        start, end = self.pres[number]
        return self.text[start:end]

    def links_from(self, offset: int) -> tuple[str, ...]:
        """Addresses of links at or after a place in the text."""
        return tuple(url for at, url in self.links if at >= offset)


def page_from(html: str) -> Page:
    """Read a page; any input gives some page, an empty one an empty page."""
    if not html:
        return Page()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.length = 0
        self.silent = 0
        self.pre_depth = 0
        self.pre_start = 0
        self.links: list[tuple[int, str]] = []
        self.pres: list[tuple[int, int]] = []
        self.rows: list[list[list[str]]] = []

    def page(self) -> Page:
        rows = (tuple(" ".join("".join(cell).split()) for cell in row) for row in self.rows)
        return Page("".join(self.parts), tuple(self.links), tuple(self.pres), tuple(row for row in rows if any(row)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        if tag in _SILENT:
            self.silent += 1
        elif tag == "a":
            self.links.extend((self.length, value) for name, value in attrs if name == "href" and value)
        elif tag == "pre":
            if not self.pre_depth:
                self.pre_start = self.length
            self.pre_depth += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "pre" and self.pre_depth:
            self.pre_depth -= 1
            if not self.pre_depth:
                self.pres.append((self.pre_start, self.length))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        self._add(data if self.pre_depth else " ".join(data.split("\n")))
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(data)

    def _break(self, tag: str) -> None:
        if tag in _BREAKS and self.parts and not self.parts[-1].endswith("\n"):
            self._add("\n")

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
