"""Reads data/wording/*.toml: `[groups.NAME]` with a list for each language, and `[[patterns]]`."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from connectors.policy.folded import folded
from connectors.policy.packs import DATA
from connectors.policy.wording.phrases import Entry, Pattern, Phrasebook

_WORD = re.compile(r"[^\W_]+\*?|[%@/€$£_]")
_WITHIN = 8


@cache
def phrasebook() -> Phrasebook:
    """All files together: a group may be used by the patterns of another file. Raises KeyError for an unknown group."""
    groups: dict[str, Mapping[str, tuple[Entry, ...]]] = {}
    patterns: list[Pattern] = []
    for path in sorted((DATA / "wording").glob("*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        groups |= {name: _by_language(lists) for name, lists in read.get("groups", {}).items()}
        patterns += [_pattern(about) for about in read.get("patterns", ())]
    for pattern in patterns:
        if missing := {*pattern.all, *pattern.unless} - set(groups) - {"here", "elsewhere"}:
            raise KeyError(f"{pattern.rule}: no such group: {', '.join(sorted(missing))}")
    return Phrasebook(groups, tuple(patterns))


def entry(expression: str) -> Entry:
    """ "s'il vous plaît" -> ("s", "il", "vous", "plait")."""
    return tuple(_WORD.findall(folded(expression).text))


def _by_language(lists: Mapping[str, list[str]]) -> dict[str, tuple[Entry, ...]]:
    return {
        "" if language == "any" else language: tuple(map(entry, expressions)) for language, expressions in lists.items()
    }


def _pattern(about: Mapping[str, Any]) -> Pattern:
    return Pattern(
        rule=about["rule"],
        all=tuple(about["all"]),
        within=about.get("within", _WITHIN),
        ordered=about.get("ordered", False),
        unless=tuple(about.get("unless", ())),
    )
