"""The buyer's text out of Amazon's wrapping, by its structure.

Amazon puts an introduction before it, two dashed lines around it and links and legal text after it. The language of
the wrapping follows neither the marketplace nor the buyer, so nothing here asks for a country. In order: dashed lines
of today's layout; known words of the old one; the one <pre> of the HTML; a cut at the footer; the whole text.
Source: layouts seen by others in 2016-2026, in seven languages; today's German, Dutch, Polish, Swedish and Turkish
words are not known, and need not be.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.amazon.page import Page, page_from
from connectors.mail.mail import Mail

LONGEST_MARKER = 200

_START = re.compile(r"-{5,}[^:：]{0,40}[:：]\s*-{5,}")
_END = re.compile(r"-{5,}[^:：]{0,40}-{5,}")
_OLD_START = re.compile(
    r"-{3,}\s*(begin message|début du message|anfang der nachricht|inizio messaggio|iniciar (mensaje|mensagem)"
    r"|メッセージはここから).*",
    re.IGNORECASE,
)
_NAMES_END = re.compile(
    r"^(?!.*(original|origine|ursprüng|weitergeleitet|forwarded|transféré|inoltrat|reenviad|oorspronkelijk|oryginaln))"
    r".*\w",
    re.IGNORECASE,
)
"""A word, and not one of those that mail programs put above a quoted mail."""
_FOOTER = re.compile(
    r"copyright\b|©|SPC-[A-Z]+Amazon-|\[commMgrTok:"
    r"|.*https://(sellercentral[a-z0-9-]*|www)\.amazon\.[a-z.]{2,6}/(messaging|gp/communication-manager)/",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"(©|\(c\)|copyright\b)[\s©(c),]*(\d{4}|amazon)|SPC-[A-Z]+Amazon-|\[commMgrTok:", re.IGNORECASE)
"""Where the small print begins. Not any line about copyright: Amazon writes to sellers about that, too."""

_ASIN = re.compile(r"\[ASIN\s?[:：]\s?([A-Z0-9]{10})\]")


@dataclass(frozen=True)
class Wrapped:
    """A mail taken out of its wrapping.

    text: between the markers; what stands above where nothing does (a picture sent without a word); the whole text
    where there are no markers. Never empty if the mail had a text.
    before: what Amazon wrote above. links: addresses below the end of the text, where no buyer can put one.
    asin: the item asked about, empty if none is named.
    """

    text: str
    before: str = ""
    links: tuple[str, ...] = ()

    @property
    def asin(self) -> str:
        found = _ASIN.search(self.before)
        return found[1] if found else ""


def unwrapped(mail: Mail) -> Wrapped:
    """Take the buyer's text out of a mail."""
    lines = mail.text.split("\n")
    links = links_in("\n".join(lines[_end(lines) :]))
    span = _span(lines)
    page = Page() if span and links else page_from(mail.html)
    links = links or page.links_from(_end_on(page))
    if span:
        inside, before = "\n".join(lines[span[0] + 1 : span[1]]).strip(), "\n".join(lines[: span[0]])
        return Wrapped(inside or before.strip() or mail.text.strip(), before, links)
    if len(page.pres) == 1 and (inside := page.pre_text(0).strip()):
        return Wrapped(inside, page.text[: page.pres[0][0]], links)
    cut = "\n".join(lines[: _footer(lines, 0)]).strip()
    return Wrapped(cut or mail.text.strip(), mail.text, links)


def is_wrapped(mail: Mail) -> bool:
    """Whether the text has Amazon's dashed lines around something."""
    return _span(mail.text.split("\n")) is not None


def without_small_print(text: str) -> str:
    """A mail of Amazon's own without the legal lines and the mark of the copy at its end; whole if that is all."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if _LEGAL.match(line.strip())), len(lines))
    while end and not lines[end - 1].strip(" -_=*"):
        end -= 1
    return "\n".join(lines[:end]).strip() or text.strip()


def links_in(text: str) -> tuple[str, ...]:
    """Every https address in a plain text, as written."""
    return tuple(found.rstrip(").,;]") for found in re.findall(r"https://[^\s<>\"']+", text))


def _span(lines: Sequence[str]) -> tuple[int, int] | None:
    """Numbers of the lines that hold start and end marker; an end that is missing is the footer. None: no start."""
    start = _start(lines)
    if start is None:
        return None
    return start, _last_marker(lines, start) or _footer(lines, start + 1)


def _end(lines: Sequence[str]) -> int:
    """The line after the end marker; past the last if there is none, since nothing above it can be trusted."""
    start = _start(lines)
    last = None if start is None else _last_marker(lines, start)
    return len(lines) if last is None else last + 1


def _start(lines: Sequence[str]) -> int | None:
    for pattern in (_START, _OLD_START):
        for number, line in enumerate(lines):
            if len(line) <= LONGEST_MARKER and pattern.fullmatch(line.strip()):
                return number
    return None


def _last_marker(lines: Sequence[str], start: int) -> int | None:
    """The last dashed line with words in it: buyers write dashed lines too, and Amazon's comes after all of theirs.

    So a buyer can neither cut his own text short nor have a link of his counted as one of Amazon's.
    """
    for number in range(len(lines) - 1, start, -1):
        line = lines[number].strip()
        if len(line) <= LONGEST_MARKER and _END.fullmatch(line) and _NAMES_END.search(line):
            return number
    return None


def _footer(lines: Sequence[str], start: int) -> int:
    """The first line of Amazon's footer from `start` on; past the last if there is none."""
    for number in range(start, len(lines)):
        if _FOOTER.match(lines[number].strip()):
            return number
    return len(lines)


def _end_on(page: Page) -> int:
    """Where on a page the buyer's text surely has ended."""
    lines = page.text.split("\n")
    end = _end(lines)
    if end < len(lines):
        return sum(len(line) + 1 for line in lines[:end])
    return page.pres[0][1] if len(page.pres) == 1 else len(page.text) + 1
