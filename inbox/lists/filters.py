"""What a list of tickets is narrowed down by: one form for addresses, kept views, searches and the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from connectors.text import storable
from inbox.errors import BadFilter
from inbox.models import Status
from inbox.orders.states import OrderState

MOST_VALUES = 50
LONGEST_VALUE = 100
LONGEST_SEARCH = 200

ME, NOBODY = "me", "nobody"
"""An assignee may also be given by one of these words instead of a user's id."""


class Left(StrEnum):
    """How much time is left to answer. TODAY: until the end of it in the agent's zone, or late already."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    ANY = "any"
    NONE = "none"


class LastWord(StrEnum):
    """Whose the last entry is."""

    OURS = "ours"
    BUYER = "buyer"


class Solved(StrEnum):
    """When a solved ticket was solved. ARCHIVED: longer ago than settings.ARCHIVE_AFTER."""

    RECENTLY = "recently"
    ARCHIVED = "archived"


class OpenClaim(StrEnum):
    OPEN = "open"


def _tags(given: Sequence[Any]) -> tuple[str, ...]:
    return _texts([tag for value in given for tag in str(value).split(",")])


def _texts(given: Sequence[Any]) -> tuple[str, ...]:
    cleaned = (_storable(value)[:LONGEST_VALUE] for value in given[:MOST_VALUES])
    return tuple(dict.fromkeys(filter(None, cleaned)))


def _numbers(given: Sequence[Any]) -> tuple[int, ...]:
    return tuple(int(value) for value in _texts(given) if value.isdecimal() and value.isascii() and len(value) < 18)


def _assignees(given: Sequence[Any]) -> tuple[str, ...]:
    return tuple(value for value in _texts(given) if value in (ME, NOBODY) or _numbers([value]))


def _some_of(choices: Sequence[str]) -> Callable[[Sequence[Any]], tuple[str, ...]]:
    return lambda given: tuple(value for value in _texts(given) if value in choices)


def _one_of(choices: type[StrEnum]) -> Callable[[Sequence[Any]], str]:
    return lambda given: next((value for value in _texts(given[-1:]) if value in set(choices)), "")


def _words(given: Sequence[Any]) -> str:
    return _storable(given[-1])[:LONGEST_SEARCH] if given else ""


def _storable(value: Any) -> str:
    """As the database can be asked for it."""
    return storable(str(value).replace("\x00", "")).strip()


_READERS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "view": lambda given: (_texts(given[-1:]) or ("",))[0],
    "marketplace": _texts,
    "account": _numbers,
    "channel": _texts,
    "status": _some_of(Status.values),
    "kind": _texts,
    "level": _numbers,
    "topic": _texts,
    "language": _texts,
    "tag": _tags,
    "assignee": _assignees,
    "left": _one_of(Left),
    "last": _one_of(LastWord),
    "solved": _one_of(Solved),
    "claim": _one_of(OpenClaim),
    "order": _some_of(list(OrderState)),
    "q": _words,
}
"""How each field is read."""


@dataclass(frozen=True)
class Filters:
    """All that are given must hold; of several values of one, any.

    view: the name of a view (inbox/lists/views.py), narrowed further by the others; empty = none. Words (`q`) are
    looked for everywhere, whatever the view. assignee: ids of users, ME, NOBODY. order: values of OrderState.
    """

    view: str = ""
    marketplace: tuple[str, ...] = ()
    account: tuple[int, ...] = ()
    channel: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    level: tuple[int, ...] = ()
    topic: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    assignee: tuple[str, ...] = ()
    left: str = ""
    last: str = ""
    solved: str = ""
    claim: str = ""
    order: tuple[str, ...] = ()
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Filters":
        """From an address's query or from what `given` says; values are texts, numbers or lists of them.

        What is unknown or no value of its field counts as not given.
        """
        return cls(**{name: read(_listed(given, name)) for name, read in _READERS.items()})

    @classmethod
    def read_exactly(cls, given: Mapping[str, Any]) -> "Filters":
        """The same for programs. Raises BadFilter naming the field that does not exist, or that has another value."""
        found = cls.read(given)
        for name in given:
            if name not in _READERS or len(_asked(given, name)) > len(_listed(found.given, name)):
                raise BadFilter(name)
        return found

    @property
    def given(self) -> dict[str, Any]:
        """What is not empty: texts, and lists of texts or numbers; `read` takes it back."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values if value}

    @property
    def query(self) -> str:
        """For links: the part after `?`."""
        return urlencode(self.given, doseq=True)

    def without(self, name: str) -> "Filters":
        """The same but for one field."""
        return Filters.read({field: value for field, value in self.given.items() if field != name})

    def over(self, base: "Filters") -> "Filters":
        """`base` with what is given here instead, but for the view."""
        return Filters.read({**base.given, **self.without("view").given})


def _asked(given: Mapping[str, Any], name: str) -> set[str]:
    """The different values, as texts; empty ones ask for nothing."""
    return {
        text for value in _listed(given, name) for text in _texts(str(value).split(",") if name == "tag" else [value])
    }


def _listed(given: Mapping[str, Any], name: str) -> Sequence[Any]:
    if isinstance(given, QueryDict):
        return given.getlist(name)
    value = given.get(name)
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)
