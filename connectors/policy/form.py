"""The form of a reply: its length, its files, and tags that the buyer would see."""

import re

from connectors.policy.facts import ReplyFacts
from connectors.policy.finding import Hit
from connectors.policy.packs import Pack

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|button|center|code|dd|del|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|iframe|img|"
    r"input|ins|li|link|mark|meta|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|title|"
    r"tr|u|ul|video)(?:\s[^<>]{0,500})?\s?/?>|<!--|\[/?(?:b|i|u|url|img|color|size)(?:=[^\[\]]{0,200})?\]",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_SHOWN = 100


def form_hits(text: str, pack: Pack, facts: ReplyFacts) -> list[Hit]:
    """text: as written, all of it."""
    marks = [Hit("html", *match.span()) for shape in (_TAG, _ENTITY) for match in shape.finditer(text)]
    return [*marks, *_too_long(text, pack), *_wrong_files(pack, facts)]


def _too_long(text: str, pack: Pack) -> list[Hit]:
    count, limit = pack.limits.count(text.strip()), pack.limits.max_characters
    if count <= limit:
        return []
    return [Hit("length", min(limit, len(text) - 1), len(text), about=(("limit", str(limit)), ("count", str(count))))]


def _wrong_files(pack: Pack, facts: ReplyFacts) -> list[Hit]:
    """All files, if they are too many or too large together; else those of a wrong type. No largest size = any size."""
    limits, files = pack.limits, facts.files
    allowed = [ending.lower().lstrip(".") for ending in limits.file_types]
    wrong = [file for file in files if allowed and _ending(file.name) not in allowed]
    is_too_large = bool(limits.largest_files) and sum(file.size for file in files) > limits.largest_files
    if len(files) > limits.attachments or is_too_large:
        wrong = list(files)
    return (
        [Hit("attachment", 0, 0, about=(("name", ", ".join(file.name for file in wrong)[:_SHOWN]),))] if wrong else []
    )


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
