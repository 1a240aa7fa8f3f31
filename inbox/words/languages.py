"""Languages by their names."""

from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from django.utils.translation import get_language


def language_name(locale: str) -> str:
    """The language of "fr" or "fr-FR" in the reader's words; the code itself where nobody knows it."""
    return _name(locale, get_language() or "en")


@lru_cache(maxsize=500)
def _name(locale: str, reader: str) -> str:
    try:
        found = Locale.parse(locale, sep="-") if locale else None
    except (ValueError, UnknownLocaleError):
        return locale
    return (found.get_language_name(reader) or locale) if found else ""
