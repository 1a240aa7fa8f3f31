"""Credentials as people and scripts give them, against the fields a connector asks for. Pure.

A field's name says where its value lies: `mailbox.host` is {"mailbox": {"host": …}}. A list of groups is one group that
holds the others by number: {"mailbox": [A, B, C]} is mailbox.host of A, mailbox.2.host of B and mailbox.3.host of C.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from connectors.facts import CredentialField
from connectors.text import is_storable

LONGEST = 20_000
DEEPEST = 5
MOST_GROUPS = 20

_NUMBER = re.compile(r"\.(\d{1,2})\.")


def flat(given: Mapping[str, Any]) -> dict[str, Any]:
    """Groups as dotted names. None and empty groups count as not given; lists of values stay as they are."""
    return dict(_flat(given, prefix="", depth=0))


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted names as groups: the opposite of `flat`. No name may be both a value and a group."""
    groups: dict[str, Any] = {}
    for name, value in values.items():
        *path, last = name.split(".")
        group = groups
        for step in path:
            group = group.setdefault(step, {})
        group[last] = value
    return groups


def listed(group: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A group and those it holds by number, in order, each by itself."""
    numbers = sorted((name for name in group if name.isdecimal()), key=int)
    return [{name: group[name] for name in group if name not in numbers}, *(group[number] for number in numbers)]


def problems(fields: Iterable[CredentialField], given: Mapping[str, Any]) -> list[str]:
    """What is wrong with the credentials, each `field: what`; no value is ever shown.

    given: nested or flat. A required field of an optional group counts only if something else of the group is given.
    A field of a group `.2` stands for those of every further number.
    """
    values = flat(given)
    known = {field.name: field for field in with_every_number(fields, values)}
    unknown = [f"{name[:100]}: not a credential asked for" for name in values if name not in known]
    return sorted(unknown) + [
        f"{name}: {problem}" for name, field in known.items() if (problem := _problem(field, values))
    ]


def with_every_number(fields: Iterable[CredentialField], values: Mapping[str, Any]) -> Iterable[CredentialField]:
    """The fields, those of a group `.2` once more for each further number that the values (dotted names) hold."""
    further = {int(found) for name in values for found in _NUMBER.findall(name)}
    for field in fields:
        yield field
        if ".2." in field.name:
            for number in sorted(further.intersection(range(3, MOST_GROUPS + 1))):
                name, unless = (text.replace(".2.", f".{number}.") for text in (field.name, f"{field.unless}."))
                yield replace(field, name=name, unless=unless.rstrip("."))


def _flat(given: Mapping[str, Any], *, prefix: str, depth: int) -> Iterable[tuple[str, Any]]:
    for name, given_value in given.items():
        value = _numbered(given_value)
        if isinstance(value, Mapping) and depth < DEEPEST:
            yield from _flat(value, prefix=f"{prefix}{name}.", depth=depth + 1)
        elif value is not None:
            yield f"{prefix}{name}", value


def _numbered(value: Any) -> Any:
    """A list of groups as the first of them, which holds the others by number; anything else as it is."""
    if not isinstance(value, (list, tuple)) or not value or not all(isinstance(each, Mapping) for each in value):
        return value
    return {**value[0], **{str(number): group for number, group in enumerate(value[1:], 2)}}


def _problem(field: CredentialField, values: Mapping[str, Any]) -> str:
    value = values.get(field.name, "")
    if value in ("", []):
        return "missing" if field.required and not _may_be_missing(field, values) else ""
    if field.many:
        if not isinstance(value, (list, tuple)):
            return "must be a list of texts"
        return next((problem for each in value if (problem := _wrong(field, each))), "")
    return _wrong(field, value)


def _may_be_missing(field: CredentialField, values: Mapping[str, Any]) -> bool:
    """Its optional group is left out, or something else is given instead of it."""
    if field.unless and _is_begun(field.unless, values):
        return True
    return field.optional_group and not _is_begun(field.name.rpartition(".")[0], values)


def _is_begun(group: str, values: Mapping[str, Any]) -> bool:
    return any(name.startswith(f"{group}.") and value not in ("", []) for name, value in values.items())


def _wrong(field: CredentialField, value: Any) -> str:
    """What is wrong with one value; empty if nothing is."""
    if field.number:
        is_number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        is_digits = isinstance(value, str) and value.strip().isdecimal() and len(value) <= 20
        return "" if is_number or is_digits else "must be a number"
    if not isinstance(value, str):
        return "must be a text"
    if len(value) > LONGEST:
        return f"longer than {LONGEST} characters"
    if not is_storable(value):
        return "contains characters that cannot be stored"
    if field.choices and value not in field.choices:
        return f"must be one of {', '.join(field.choices)}"
    return ""
