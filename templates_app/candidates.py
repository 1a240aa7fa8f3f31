"""The published templates as the ranking wants them.

What a version says never changes, so each process keeps the words of those it was asked for, by language; a request
asks only which versions are published, what they are for and how often they were used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from templates_app.models import ReplyTemplate, TemplateVersion
from templates_app.shelf import Candidate, Shelf, plain

_ABOUT: Final = ("id", "name", "topic", "marketplaces", "kinds", "published_id")


def usable_templates() -> list[ReplyTemplate]:
    """All that may be picked, with their published version."""
    return list(ReplyTemplate.objects.usable().select_related("published").order_by("name", "id"))


def shelf_in(language: str) -> tuple[Shelf, Mapping[int, int]]:
    """All that may be picked as they read in one of the LANGUAGES, and how often each was used, by id.

    One query; a second one for versions that this process has not read yet.
    """
    rows = list(ReplyTemplate.objects.usable().order_by("id").values_list("use_count", *_ABOUT))
    return _shelf(language, [row[1:] for row in rows]), {row[1]: row[0] for row in rows}


@dataclass(frozen=True)
class _Said:
    """What a version says. languages: all it speaks. words: plain(), in the language wanted, else in any."""

    languages: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class _Kept:
    """about: the rows from which the shelf was made. said: by version."""

    about: Sequence[tuple[Any, ...]]
    said: Mapping[int, _Said]
    shelf: Shelf


_KEPT: Final[dict[str, _Kept]] = {}
"""By language."""


def _shelf(language: str, about: Sequence[tuple[Any, ...]]) -> Shelf:
    kept = _KEPT.get(language)
    if kept is None or kept.about != about:
        said = _said(language, [row[-1] for row in about], kept.said if kept else {})
        kept = _KEPT[language] = _Kept(about, said, Shelf(_candidate(row, said) for row in about if row[-1] in said))
    return kept.shelf


def _said(language: str, versions: Sequence[int], before: Mapping[int, _Said]) -> Mapping[int, _Said]:
    new = TemplateVersion.objects.filter(pk__in=set(versions) - before.keys()).values_list("pk", "bodies")
    fresh = {
        pk: _Said(tuple(bodies), plain(bodies.get(language) or next(iter(bodies.values()), ""))) for pk, bodies in new
    }
    return {pk: said for pk in versions if (said := before.get(pk) or fresh.get(pk))}


def _candidate(row: tuple[Any, ...], said: Mapping[int, _Said]) -> Candidate:
    pk, name, topic, marketplaces, kinds, version = row
    found = said[version]
    return Candidate(
        id=pk,
        name=name,
        topic=topic,
        marketplaces=marketplaces,
        kinds=kinds,
        languages=found.languages,
        words=f"{plain(name)} {found.words}",
    )
