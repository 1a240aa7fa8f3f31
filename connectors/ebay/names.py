"""The names of one seller: eBay lets users rename themselves and sometimes gives an id for a name."""

from collections.abc import Iterable, Mapping
from typing import Any


class Names:
    """A set of names, compared without regard to case. The empty name is never in it."""

    def __init__(self, names: Iterable[str]) -> None:
        self.known = tuple(dict.fromkeys(name for name in names if name))
        self._folded = {name.casefold() for name in self.known}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._folded

    def __or__(self, more: Iterable[str]) -> "Names":
        return Names([*self.known, *more])


def names_from(identity: Mapping[str, Any]) -> Names:
    """Every name in a stored identity: `username`, `userId` and the list `names` of all ever seen."""
    listed = identity.get("names")
    candidates = [identity.get("username"), identity.get("userId"), *(listed if isinstance(listed, list) else [])]
    return Names(name for name in candidates if isinstance(name, str))
