"""HTML of a macro as plain text: paragraphs, lines, list items and where links lead, nothing else."""

from html.parser import HTMLParser

_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"}
_SILENT = {"script", "style"}


def plain_text(html: str) -> str:
    """At most one empty line between two lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).splitlines()]
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    return "\n".join(kept).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.link = dict(attrs).get("href")
        if tag in _BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        self.silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link:
            if self.link.startswith(("http://", "https://")) and self.link not in "".join(self.parts):
                self.parts.append(f" ({self.link})")
            self.link = None
        if tag in ("p", "ul", "ol"):
            self.parts.append("\n")
        self.silent -= tag in _SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)
