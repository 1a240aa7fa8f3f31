"""The words of a message body, which "may contain HTML" (fact sheet, 2.3).

Whether it is HTML is told by the body alone: by a tag or a character reference that people do not type. One pass over
the text, since bodies come from outside and may be made to be slow.
"""

import re
from collections.abc import Iterator
from html import unescape

IS_HTML = re.compile(
    r"</?(?:p|br|div|span|table|tr|td|ul|ol|li|strong|em|a|html|body|b|i|u|img|font|h[1-6])(?:\s[^<>]*)?/?>"
    r"|&(?:amp|lt|gt|quot|apos|nbsp|euro|[a-z]{1,6}(?:acute|grave|circ|uml|cedil|lig)|#\d{1,6}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
TAG = re.compile(r"<(/?[a-z][a-z0-9]{0,20}|!)[^<>]*>", re.IGNORECASE)
ENDS_LINE = frozenset({"br", "hr", "/p", "/div", "/tr", "/li", "/table", *(f"/h{level}" for level in range(1, 7))})
SILENT = frozenset({"script", "style", "title"})


def words_of(body: str) -> str:
    """The body as plain text, line ends as `\\n`."""
    if not IS_HTML.search(body):
        return body
    if not TAG.search(body):
        return unescape(body)
    lines = "".join(_pieces(body.replace("\n", " "))).split("\n")
    text = "\n".join(" ".join(unescape(line).split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _pieces(html: str) -> Iterator[str]:
    """The text between tags, and a line end where one ends a line. What a script or style says is left out."""
    position, silent = 0, ""
    for tag in TAG.finditer(html):
        name = tag[1].lower()
        if not silent:
            yield html[position : tag.start()]
            if name in ENDS_LINE:
                yield "\n"
        position = tag.end()
        if silent:
            silent = "" if name == f"/{silent}" else silent
        elif name in SILENT:
            silent = name
    if not silent:
        yield html[position:]
