"""Whether replies are cut where their collection says (match modes: its README)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.mail.parse import read_mail
from connectors.mail.parsing.html import text_of_html
from connectors.mail.words import own_words


@dataclass(frozen=True)
class PairResult:
    name: str
    language: str
    right: bool


def quote_results(pairs: Mapping[str, Mapping[str, Any]]) -> Sequence[PairResult]:
    return [PairResult(name, pair["lang"], _is_right(pair)) for name, pair in pairs.items()]


def _is_right(pair: Mapping[str, Any]) -> bool:
    text, html = _given(pair)
    words = own_words(text, html=html)
    if pair["match"] == "signature":
        signature = pair.get("signature")
        return not signature or (_lines(signature) not in _lines(words.own))
    return _MATCHES[pair["match"]](words.own, pair["reply"])


def _given(pair: Mapping[str, Any]) -> tuple[str, str]:
    """The text and the HTML as `read_mail` would give them."""
    if "eml" in pair:
        mail = read_mail(pair["eml"].encode("utf-8", "surrogateescape"))
        return mail.text, mail.html
    if "html" in pair:
        return text_of_html(pair["html"]), pair["html"]
    return pair["body"].replace("\r\n", "\n"), ""


def _lines(text: str) -> str:
    """Line ends normalised, no spaces at the ends of lines, no empty lines around."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def _without_space(text: str) -> str:
    return "".join(text.split())


_MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "exact": lambda ours, theirs: _lines(ours) == _lines(theirs),
    "exact_stripped": lambda ours, theirs: _lines(ours) == _lines(theirs),
    "no_whitespace": lambda ours, theirs: _without_space(ours) == _without_space(theirs),
    "first_fragment": lambda ours, theirs: _lines(ours) == _lines(theirs),
}
