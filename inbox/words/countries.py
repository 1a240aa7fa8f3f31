"""Names of countries in the reader's language."""

from collections.abc import Mapping

from babel import Locale
from django.utils.translation import get_language


def country_name(code: str) -> str:
    """ "FR" is "France"; a code that nobody has named stays as it is."""
    names: Mapping[str, str] = Locale.parse(get_language() or "en", sep="-").territories
    return names.get(code, code)
