"""E-mail addresses, as they are and as they are disguised: "jean point dupont arobase gmail point com".

From every sign or word that may stand for @ one looks a bounded way to the left and to the right; so it stays linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.policy.addresses.words import PROVIDER_NAMES, SPELLED_AT, SPELLED_DOT, SURE_PROVIDERS, TOP_LEVELS

_LEFT, _RIGHT = 100, 120


def alternatives(words: tuple[str, ...]) -> str:
    """A pattern of any of these: words as whole words, signs as signs, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(rf"\b{word}\b" if word[0].isalpha() else re.escape(word) for word in ordered)


_SPELLED = re.compile(alternatives(SPELLED_DOT))
_AT = re.compile(rf"(?P<sure>@|{alternatives(SPELLED_AT)})|(?<= )(?:at|chez|bei|presso)(?= )")
_DOT = rf"(?: ?(?:{alternatives(SPELLED_DOT)}) ?| ?\. ?|,(?=[a-z]{{2,4}}\b))"
_PART = r"[a-z0-9](?:[a-z0-9_+%-]{0,62}[a-z0-9])?"
_LOCAL = re.compile(rf"(?:{_PART}{_DOT}){{0,4}}{_PART}[._-]?$")
_HOST = re.compile(rf"[ \"]{{0,2}}(?P<host>{_PART}(?:{_DOT}{_PART}){{0,4}})")
_WITHOUT_AT = re.compile(
    rf"(?<![\w@.-]){_PART}(?:\.{_PART}){{0,3}} "
    rf"(?P<host>(?:{'|'.join(SURE_PROVIDERS)})(?:{_DOT}| )(?:com|fr|net|de|es|it))(?![\w-])"
)


@dataclass(frozen=True)
class Mailbox:
    """host: without disguise; "gmail" where the rest was left out. span: in the folded text."""

    host: str
    span: tuple[int, int]


def emails(text: str) -> list[Mailbox]:
    """In the order of the text. text: folded."""
    without_at = (Mailbox(".".join(_parts(match["host"])), match.span()) for match in _WITHOUT_AT.finditer(text))
    return sorted([*_with_at(text), *without_at], key=lambda mailbox: mailbox.span)


def _with_at(text: str) -> Iterator[Mailbox]:
    reached = 0
    for at in _AT.finditer(text):
        if at.start() < reached:
            continue
        begin = max(reached, at.start() - _LEFT)
        local = _LOCAL.search(text[begin : at.start()].rstrip(' "'))
        host = _HOST.match(text, at.end(), at.end() + _RIGHT)
        if local is None or host is None or _is_in_link(text, begin, at.start()):
            continue
        is_sure = at["sure"] is not None or (_SPELLED.search(local[0]) is not None and _is_provider(host["host"]))
        name, length = _host_of(host["host"], is_sure=is_sure)
        if name:
            reached = host.start("host") + length
            yield Mailbox(name, (begin + local.start(), reached))


def _is_in_link(text: str, begin: int, end: int) -> bool:
    """Whether the sign belongs to a link: https://name@host."""
    return text.rfind("://", begin, end) > max(text.rfind(" ", begin, end), text.rfind("\n", begin, end))


def _is_provider(written: str) -> bool:
    """Whether the host begins with a provider whose name is no word besides."""
    return next(iter(_parts(written)), "") in SURE_PROVIDERS


def _parts(written: str) -> dict[str, int]:
    """The labels of a host without its dots, and where each ends in what was written."""
    blank = _SPELLED.sub(lambda dot: " " * len(dot[0]), written)
    return {part[0]: part.end() for part in re.finditer(_PART, blank)}


def _host_of(written: str, *, is_sure: bool) -> tuple[str, int]:
    """The host without disguise, and how much of what was written is of it; "" and 0 if it is none.

    A sentence that goes on is no part of it: "gmail.com. Merci". What is only perhaps an @ ("at") needs more.
    """
    parts = _parts(written)
    names = list(parts)
    for length in range(len(names), 1, -1):
        if names[length - 1] in TOP_LEVELS:
            is_meant = is_sure or names[0] in PROVIDER_NAMES or _SPELLED.search(written) is not None
            return (".".join(names[:length]), parts[names[length - 1]]) if is_meant else ("", 0)
    if is_sure and names and names[0] in PROVIDER_NAMES:
        return names[0], parts[names[0]]
    return "", 0
