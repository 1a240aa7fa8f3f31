"""What a template is called in the reader's language: one that came with Guichet, as long as nobody renamed it."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language

from templates_app.library.reading import STORED, library
from templates_app.models import ReplyTemplate


def shown_name(template: ReplyTemplate) -> str:
    names = _names().get(template.ready_made, {})
    return names.get(get_language() or "", template.name) if names.get(STORED) == template.name else template.name


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    return {one.code: one.names for one in library()}
