"""What each line of a mail's text is: words, a quote, or something that announces an earlier mail or a signature."""

from collections.abc import Sequence
from enum import Enum

from connectors.mail.wording import quote_marks, signatures

INTRO_LINES = 5
HEADER_LINES = 12
WRAPPED_FROM = 60
LONGEST_NAME = 80


class Kind(Enum):
    """EMPTY; TEXT: words. QUOTE: "> ...". INTRO: "On ... wrote:". HEADERS: copied headers. MARKER: "--- Original
    Message ---". APP: what a phone adds. SIGN: "-- ". RULE: a line drawn across.
    """

    EMPTY = "e"
    TEXT = "t"
    QUOTE = "q"
    INTRO = "b"
    HEADERS = "h"
    MARKER = "o"
    APP = "s"
    SIGN = "-"
    RULE = "_"


def kinds_of(lines: Sequence[str]) -> list[Kind]:
    """The kind of each line; a header block or intro over several lines has the same kind in all of them.

    lines: at most quote_marks.LONGEST characters each.
    """
    kinds = [_kind_of(line) for line in lines]
    _mark_intros(lines, kinds)
    _mark_headers(lines, kinds)
    _mark_wrapped_quotes(lines, kinds)
    return kinds


def _kind_of(line: str) -> Kind:
    if not line.strip():
        return Kind.EMPTY
    if quote_marks.is_marker(line):
        return Kind.MARKER
    if signatures.is_app_line(line):
        return Kind.APP
    if signatures.is_sign(line):
        return Kind.SIGN
    if signatures.is_rule(line):
        return Kind.RULE
    return Kind.QUOTE if quote_marks.is_quoted(line) else Kind.TEXT


def _mark_intros(lines: Sequence[str], kinds: list[Kind]) -> None:
    """Find intros from their last line: the fewest lines that make one, then what belongs to it above."""
    for end, line in enumerate(lines):
        if kinds[end] in (Kind.EMPTY, Kind.MARKER) or not quote_marks.may_end_intro(line):
            continue
        if kinds[end] is Kind.QUOTE and not quote_marks.is_rest_of_intro(line):
            continue
        start = _intro_start(lines, kinds, end)
        if start <= end:
            kinds[start : end + 1] = [Kind.INTRO] * (end + 1 - start)


def _intro_start(lines: Sequence[str], kinds: Sequence[Kind], end: int) -> int:
    """Where the intro that ends at `end` starts; beyond `end` if none ends there."""
    joined = ""
    for start in range(end, max(end - INTRO_LINES, -1), -1):
        if start < end and kinds[start] not in (Kind.TEXT, Kind.INTRO, Kind.EMPTY):
            break
        joined = f"{lines[start].strip()} {joined}".strip()
        may_start = start == end or quote_marks.starts_dated(lines[start]) or "@" in lines[start]
        if may_start and len(joined) <= quote_marks.LONGEST and quote_marks.is_intro(joined):
            return _with_lines_above(lines, kinds, start)
    return end + 1


def _with_lines_above(lines: Sequence[str], kinds: Sequence[Kind], start: int) -> int:
    """Where an intro really starts whose last lines alone were already enough to know it."""
    for above in range(start - 1, max(start - INTRO_LINES, -1), -1):
        if kinds[above] is Kind.EMPTY and not lines[start].lstrip().startswith("<"):
            break
        if kinds[above] is Kind.EMPTY:
            continue
        name_alone = above == start - 1 and lines[start].lstrip().startswith("<") and len(lines[above]) <= LONGEST_NAME
        left_open = lines[above].rstrip().endswith(("<", "(")) or name_alone
        ended = lines[above].rstrip().endswith((".", "!", "?", ":"))
        dated = quote_marks.has_date(lines[above]) and quote_marks.starts_dated(lines[above])
        if kinds[above] is not Kind.TEXT or not (left_open or (dated and not ended)):
            break
        if quote_marks.starts_dated(lines[start]):
            break
        start = above
    return start


def _mark_headers(lines: Sequence[str], kinds: list[Kind]) -> None:
    index = 0
    while index < len(lines):
        end = _header_block(lines, kinds, index)
        if end > index:
            kinds[index:end] = [Kind.HEADERS] * (end - index)
        index = max(end, index + 1)


def _header_block(lines: Sequence[str], kinds: Sequence[Kind], start: int) -> int:
    """Where the header block that begins at `start` ends; `start` if none does.

    Between two header lines there may be one that is empty or the rest of a wrapped one.
    """
    if kinds[start] is not Kind.TEXT or not quote_marks.is_header(lines[start]):
        return start
    found, end = [], start
    for index in range(start, min(len(lines), start + HEADER_LINES)):
        if quote_marks.is_header(lines[index]):
            found.append(lines[index])
            end = index + 1
        elif index > end:
            break
    return end if quote_marks.is_header_block(found) else start


def _mark_wrapped_quotes(lines: Sequence[str], kinds: list[Kind]) -> None:
    """A line between two quoted ones is the rest of a long quoted line when it goes on in the middle of a sentence."""
    for index in range(1, len(lines) - 1):
        if kinds[index] is Kind.TEXT and kinds[index - 1] is kinds[index + 1] is Kind.QUOTE:
            goes_on = lines[index].lstrip()[:1].islower()
            if goes_on and len(lines[index - 1]) >= WRAPPED_FROM:
                kinds[index] = Kind.QUOTE
