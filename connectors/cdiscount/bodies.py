"""The words of a message body, which "may contain HTML" (fact sheet, 2.3).

Whether it is HTML is told by the body alone: by a tag or a character reference that people do not type. One pass over
the text, since bodies come from outside and may be made to be slow.
"""

import re
from html import unescape

IS_HTML = re.compile(
    r"</?(?:p|br|div|span|table|tr|td|ul|ol|li|strong|em|a|html|body|b|i|u|img|font|h[1-6])(?:\s[^<>]*)?/?>"
    r"|&(?:amp|lt|gt|quot|apos|nbsp|euro|[a-z]{1,6}(?:acute|grave|circ|uml|cedil|lig)|#\d{1,6}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
SILENT = re.compile(r"<(script|style|title)\b[^<>]*>[^<]*(?:<(?!/\1)[^<]*)*</\1\s*>", re.IGNORECASE)
BREAK = re.compile(r"[ \t]*<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|hr)\b[^<>]*>[ \t\n]*", re.IGNORECASE)
TAG = re.compile(r"<(?:[a-z/][^<>]*|!--[^<>]*--|![^<>]*)>", re.IGNORECASE)


def words_of(body: str) -> str:
    """The body as plain text, line ends as `\\n`."""
    if not IS_HTML.search(body):
        return body
    bare = TAG.sub("", BREAK.sub("\n", SILENT.sub("", body)))
    return re.sub(r"\n{3,}", "\n\n", unescape(bare).replace("\xa0", " ")).strip()
