"""A mail's HTML as text in which the quotes that mail programs mark carry "> ", as in a plain text mail.

Marked are blockquotes (Apple Mail, Gmail, Thunderbird, Yahoo) and the elements in or below which Outlook, Yahoo, Zoho
and Proton put the earlier mail. What they merely write ("On ... wrote:") is left to the reader of the text.
"""

import re

import lxml.etree
import lxml.html

from connectors.mail.parsing.html import LARGEST_FOR_TEXT, text_of_html

OPENED, CLOSED, BELOW = "\ue000", "\ue001", "\ue002"
MARKER = "-----Original Message-----"
_EARLIER = re.compile(
    r"divRplyFwdMsg|appendonsend|OutlookMessageHeader|yahoo[_-]quoted|zmail_extra|protonmail_quote|tutanota_quote"
    r"|reply-intro|OLK_SRC_BODY_SECTION",
    re.IGNORECASE,
)
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)


def text_with_quotes(html: str) -> str:
    """The text of a mail's HTML, quoted lines marked; empty if the HTML marks no quote or cannot be read.

    html: as sent or sanitised; the marks of the second are fewer.
    """
    lowered = html.lower()
    if "<blockquote" not in lowered and not _EARLIER.search(html):
        return ""
    try:
        tree = lxml.html.fromstring(html[:LARGEST_FOR_TEXT].replace("\x00", ""))
        _mark(tree)
        marked = lxml.html.tostring(tree, encoding="unicode")
    except (lxml.etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return _prefixed(text_of_html(marked))


def _mark(tree: lxml.html.HtmlElement) -> None:
    for element in list(tree.iter("blockquote", "div", "span", "p", "hr")):
        named = f"{element.get('id', '')} {element.get('class', '')}"
        if element.tag == "blockquote" and not _INDENTED.search(element.get("style", "")):
            _put_first(element, OPENED)
            element.append(_line(CLOSED))
        elif _EARLIER.search(named) and element.tag != "hr":
            _put_first(element, BELOW)


def _put_first(element: lxml.html.HtmlElement, sign: str) -> None:
    line = _line(sign)
    line.tail, element.text = element.text, None
    element.insert(0, line)


def _line(sign: str) -> lxml.html.HtmlElement:
    line = lxml.html.Element("div")
    line.text = sign
    return line


def _prefixed(text: str) -> str:
    """The signs turned into what a plain text mail has: "> " before each quoted line, a line above an earlier mail."""
    lines, depth = [], 0
    for line in text.split("\n"):
        if OPENED in line:
            depth += 1
        elif CLOSED in line:
            depth = max(0, depth - 1)
        elif BELOW in line:
            lines.append(MARKER)
        else:
            lines.append(f"> {line}" if depth else line)
    return "\n".join(lines)
