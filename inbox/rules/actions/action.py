"""An action of a rule: how it is written down, checked and done."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from inbox.models import Rule, Ticket
from inbox.rules.errors import BadRule
from inbox.rules.occasion import Occasion

Wish = Any
"""What an action needs to know, as JSON keeps it: a text, a number, a list of texts, or several of these by name."""


class Entry(StrEnum):
    """How a person gives the wish. SOME: several of the choices. LINE: one line; LONG: many.

    LATER: one of the choices, and after how many minutes.
    """

    ONE = "one"
    SOME = "some"
    NUMBER = "number"
    LINE = "line"
    LONG = "long"
    LATER = "later"


@dataclass(frozen=True)
class Turn:
    """One action's turn on one ticket. key: the same if its turn comes twice, of another action another."""

    rule: Rule
    ticket: Ticket
    occasion: Occasion
    wish: Wish
    now: datetime
    key: str


class Action(ABC):
    """name: as rules store it; it stays. label: for people. entry: how they give what it needs.

    asks_for: the fields that the conditions of a rule with it must settle. writes_first: where no buyer has written.
    """

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    entry: ClassVar[Entry]
    help: ClassVar[str | Promise] = ""
    asks_for: ClassVar[tuple[str, ...]] = ()
    writes_first: ClassVar[bool] = False

    @abstractmethod
    def read(self, given: Any) -> Wish:
        """Check what was given. Raises BadRule about "value"."""

    @abstractmethod
    def do(self, turn: Turn) -> None:
        """Do it. Raises LeftAlone where there is nothing to do, another InboxError where it cannot be done."""

    def template_of(self, wish: Wish) -> str:  # noqa: ARG002
        """The id of the reply template that it answers from; "" = of none."""
        return ""


@dataclass(frozen=True)
class Step:
    """An action with what it needs, as one rule has it."""

    action: Action
    wish: Wish

    def as_spec(self) -> Mapping[str, Any]:
        return {"do": self.action.name, "value": self.wish}


def text_of(given: Any, *, most: int) -> str:
    """A text that is not empty and no longer than that. Raises BadRule."""
    text = given.replace("\x00", "").strip() if isinstance(given, str) else ""
    if not 0 < len(text) <= most:
        raise BadRule("value", _("A text of 1 to %(most)d characters is wanted here.") % {"most": most})
    return text


def whole_number(given: Any, *, least: int, most: int) -> int:
    """A whole number between these, or a text that is one. Raises BadRule."""
    is_number = isinstance(given, int) and not isinstance(given, bool)
    text = str(given).strip() if is_number or isinstance(given, str) else ""
    if not (text.isdecimal() and text.isascii() and len(text) < 10 and least <= int(text) <= most):
        raise BadRule(
            "value", _("A whole number from %(least)d to %(most)d is wanted here.") % {"least": least, "most": most}
        )
    return int(text)
