"""What is written in a text where something personal stood."""

from collections.abc import Mapping
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.mining.blanking import Blank

_BLANKS: Final[Mapping[Blank, str | Promise]] = {
    Blank.NAME: _("[name]"),
    Blank.ORDER: _("[order]"),
    Blank.TRACKING: _("[tracking number]"),
    Blank.MAIL: _("[e-mail]"),
    Blank.LINK: _("[link]"),
    Blank.NUMBER: _("[number]"),
    Blank.ADDRESS: _("[address]"),
}


def words_of_blank(blank: Blank) -> str:
    """In the reader's language."""
    return str(_BLANKS[blank])


def blanks_in(text: str) -> list[str]:
    """Those that stand in a text, written in the reader's language or in English."""
    with translation.override("en"):
        english = {str(words) for words in _BLANKS.values()}
    return sorted(words for words in english | {str(words) for words in _BLANKS.values()} if words in text)
