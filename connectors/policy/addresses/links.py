"""Links, as they are ("https://…", "www.…", "shop.example") and as they are disguised ("shop point com")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.policy.addresses.emails import alternatives
from connectors.policy.addresses.hosts import belongs_to
from connectors.policy.addresses.words import SHORT_HOSTS, SPELLED_DOT, TOP_LEVELS, WORDLIKE_TOP_LEVELS
from connectors.policy.folded import Folded

_LONGEST = 2000
_CHUNK = re.compile(rf"[^\s<>()\[\]\"',;|]{{1,{_LONGEST}}}")
_SCHEME = re.compile(r"(?:h[tx]{2}ps?|ftp) ?: ?/ ?/ ?")
_SPACED_SCHEME = re.compile(
    r"\b(?:h[tx]{2}ps?|w ?w ?w) ?(?:: ?/ ?/|deux points|\.) (?:www ?\. ?)?[a-z0-9-]{2,63}(?: ?\. ?[a-z]{2,10}){1,3}"
)
_WWW_ALONE = re.compile(r"\bwww [a-z0-9-]{2,63} (?:com|fr|net|org|eu|shop|store|de|es|it|be|ch)(?![\w-])")
_LETTER_BY_LETTER = re.compile(r"(?<![\w.])(?:[a-z0-9] ){3,40}\. ?(?:f ?r|c ?o ?m|n ?e ?t|e ?u|d ?e|e ?s|i ?t)(?!\w)")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DOTS = alternatives(SPELLED_DOT)
_SPELLED = re.compile(
    rf"(?<![\w.-])(?:www ?(?:\.|{_DOTS}) ?)?(?P<name>[a-z0-9-]{{2,63}}) ?(?P<dot>{_DOTS}|(?<= )\.|\.(?= )) ?"
    r"(?P<top>com|fr|net|org|eu|shop|store|de|es|it|be|ch|io|biz|"
    rf"co ?(?:\.|{_DOTS}) ?uk)(?![\w-])"
)
_WORDS_AFTER_DOT = {"point": ("de", "es", "it", "be", "ch"), "punto": ("de", "es", "be", "ch"), "dot": ("it",)}
"""Endings that are words in the language of the dot: "point de vente"."""


@dataclass(frozen=True)
class Link:
    """host: in small letters, as written (look-alikes are not taken for what they look like). span: in the folded text.

    is_bare: neither scheme nor path. path: from the first slash on.
    """

    host: str
    path: str
    span: tuple[int, int]
    is_bare: bool


def links(text: Folded) -> Iterator[Link]:
    """In any order; the same place may come twice."""
    for chunk in _CHUNK.finditer(text.text):
        if "." in chunk[0]:
            yield from _in_chunk(text, *chunk.span())
    for disguised in (_SPACED_SCHEME, _WWW_ALONE, _LETTER_BY_LETTER, _SPELLED):
        for match in disguised.finditer(text.text):
            if disguised is not _SPELLED or _is_meant(text, match):
                yield Link(re.sub(r"[^a-z0-9-]+", ".", match[0]), "", match.span(), is_bare=False)


def _in_chunk(text: Folded, start: int, end: int) -> Iterator[Link]:
    """What stands without a space: perhaps a link, with the signs around it."""
    written = text.text[start:end].rstrip(".:!?*_~-")
    scheme = _SCHEME.search(written)
    if scheme is None and "@" in written:
        return
    if scheme is None and ":" in written:
        start += written.rindex(":") + 1
        written = text.text[start : start + len(written) - written.rindex(":") - 1]
    begin = scheme.start() if scheme else len(written) - len(written.lstrip("-*_~.#/"))
    rest = written[scheme.end() if scheme else begin :]
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    host = authority.rpartition("@")[2].partition(":")[0].removeprefix("www.")
    path = rest[len(authority) :]
    has_www = rest.startswith("www.")
    if not _is_host(host, is_sure=scheme is not None):
        return
    at = start + begin
    if scheme is None and not has_www and not _is_plain(text, host, at=at, has_path=bool(path)):
        return
    span = (at, start + len(written))
    yield Link(_as_written(text, host, span), path, span, is_bare=scheme is None and not path)


def _is_host(host: str, *, is_sure: bool) -> bool:
    labels = host.split(".")
    if len(labels) > 10 or not all(_LABEL.fullmatch(label) for label in labels):
        return is_sure and len(labels) > 1
    return is_sure or (len(labels) > 1 and labels[-1] in TOP_LEVELS and not labels[-2].isdecimal())


def _is_plain(text: Folded, host: str, *, at: int, has_path: bool) -> bool:
    """Whether a bare host is meant as one, and is no full stop without a space behind it: "reçu.Merci", "merci.de"."""
    if has_path or belongs_to(host, SHORT_HOSTS):
        return True
    name, _, top = host.rpartition(".")
    written = text.written(at, at + len(host)) if at + len(host) <= len(text.text) else host
    ending = written.rpartition(".")[2]
    if ending[:1].isupper() and not ending.isupper():
        return False
    return top not in WORDLIKE_TOP_LEVELS or "-" in name or any(sign.isdigit() for sign in name) or len(name) > 9


def _as_written(text: Folded, host: str, span: tuple[int, int]) -> str:
    """The host in its own letters: a Cyrillic look-alike of an allowed host is not that host."""
    written = text.written(*span).lower()
    return host if host in written else f"{host}.look-alike"


def _is_meant(text: Folded, match: re.Match[str]) -> bool:
    """ "maboutique point fr" is, "point de vente" and "le colis. It" are not."""
    dot, top = match["dot"].strip("()[] "), match["top"]
    if dot == ".":
        is_capital = text.written(*match.span("top"))[:1].isupper()
        return not is_capital and (top not in WORDLIKE_TOP_LEVELS or "(" in match["dot"] or "[" in match["dot"])
    return match[0].startswith("www") or top not in _WORDS_AFTER_DOT.get(dot, ())
