"""What a file gave: templates that can be kept, and what could not be carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from templates_app.questions import Question


class Loss(StrEnum):
    """What happened to a part of a file."""

    LEFT_OUT = "left_out"
    """The whole template."""
    ACTION = "action"
    """Something the macro did besides writing: a status, a tag, an assignee."""
    ASKED = "asked"
    """A blank of theirs that nothing here knows: the agent is asked for it."""
    FILES = "files"
    THERE_ALREADY = "there_already"
    """A template of this name is kept already."""
    SWITCHED_OFF = "switched_off"
    """Not in use there; it comes in all the same, unpublished as all of them."""
    INTERNAL = "internal"
    """A note for colleagues, no answer: left out."""
    MORE_PAGES = "more_pages"
    """The file is one page of several."""


@dataclass(frozen=True)
class NotCarried:
    """name: of the template; empty = of the whole file. what: theirs, such as "status", or a sentence."""

    name: str
    loss: Loss
    what: str


@dataclass(frozen=True)
class Carried:
    """A template as it comes in. bodies: by language."""

    name: str
    bodies: Mapping[str, str]
    questions: Sequence[Question] = ()
    topic: str = ""
    family: str = "information"
    marketplaces: Sequence[str] = ()
    kinds: Sequence[str] = ()


@dataclass(frozen=True)
class Imported:
    """source: "guichet", "zendesk", "gorgias" or "freshdesk"."""

    source: str
    templates: Sequence[Carried]
    losses: Sequence[NotCarried] = field(default_factory=tuple)


class UnknownFile(Exception):  # noqa: N818 - as all our errors
    """A file that is none of those we read."""
