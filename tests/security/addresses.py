"""Every address of the application, walked from the resolver: what is added later is covered by itself."""

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

_BLANK = re.compile(r"<(?:(\w+):)?(\w+)>")
_REGEX_GROUP = re.compile(r"\(\?P<\w+>(?:[^()\\]|\\.)*\)")


def addresses(values: Mapping[str, object] | None = None) -> Iterator[tuple[str, str]]:
    """(name, path) of every pattern; blanks get `values` by their name, else 1, `ebay` or `x` by their type."""
    for route, pattern in _walk(get_resolver()):
        yield pattern.name or route, "/" + _filled(route, values or {})


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        else:
            yield route, pattern


def _filled(route: str, values: Mapping[str, object]) -> str:
    def value(blank: re.Match[str]) -> str:
        return str(values.get(blank[2], {"int": "1", "slug": "ebay"}.get(blank[1] or "", "x")))

    return _BLANK.sub(value, _REGEX_GROUP.sub("x-y", route).replace("^", "").replace("$", ""))
