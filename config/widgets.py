"""Lists of choices, printed at once: Django renders two templates for each of them, and there are six hundred zones."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    """Django's own renderer of forms, but for `<select>`, whose markup is the same and is written here."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        if template_name == _SELECT:
            return _select(context["widget"])
        return SafeString(super().render(template_name, context, request))


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = [_group(name, choices) for name, choices, _index in widget["optgroups"]]
    options = format_html_join("", "{}", ((group,) for group in groups))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), options)


def _group(name: str | None, choices: Iterable[Mapping[str, Any]]) -> SafeString:
    parts = ((choice["value"], _attributes(choice["attrs"]), choice["label"]) for choice in choices)
    options = format_html_join("", '<option value="{}"{}>{}</option>', parts)
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


def _attributes(given: Mapping[str, Any]) -> SafeString:
    """As Django writes them: True is the name alone, False is nothing."""
    parts = (
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
        for name, value in given.items()
        if value is not False
    )
    return format_html_join("", "{}", ((part,) for part in parts))
