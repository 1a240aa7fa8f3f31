"""The languages a template can be written in, each with the locale of its dates and amounts."""

from collections.abc import Mapping
from typing import Final

LOCALES: Final[Mapping[str, str]] = {
    "fr": "fr_FR",
    "en": "en_GB",
    "de": "de_DE",
    "es": "es_ES",
    "it": "it_IT",
    "nl": "nl_NL",
    "pt": "pt_PT",
    "pl": "pl_PL",
}
LANGUAGES: Final = tuple(LOCALES)
