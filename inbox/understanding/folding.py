"""A text as plain words: lower case, no accents, no signs; so "Où est-il ?" and "ou est il" are the same."""

import re
import unicodedata

MOST_CHARACTERS = 4000
"""What stands behind them changes nothing any more, and a whole forwarded novel would hold up the rest."""
_WORD = re.compile(r"[^\W_]+")
_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+|\S+@\S+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


def folded(text: str) -> str:
    """Lower case without accents."""
    low = text.lower().translate(_LIGATURES)
    if low.isascii():
        return low
    parts = unicodedata.normalize("NFKD", low)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Its words in order, folded; links and addresses are none. "Don't" is "do not"."""
    return _WORD.findall(folded(_NOT.sub(" not", _LINK.sub(" ", text[:MOST_CHARACTERS]))))
