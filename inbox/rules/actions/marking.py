"""Marks: tags, topic, level, priority."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.text import storable
from inbox.models.ticket import Priority
from inbox.rules.actions.action import Action, Entry, Turn, Wish, whole_number
from inbox.rules.errors import BadRule
from inbox.rules.outcomes import so_already
from inbox.tickets import topics, triage

LONGEST_TAG = 50
MOST_TAGS = 20


class AddTags(Action):
    name = "tag"
    label = gettext_lazy("add the tags")
    entry = Entry.LINE
    help = gettext_lazy("Several with commas between them.")

    def read(self, given: Any) -> Wish:
        return tags_of(given)

    def do(self, turn: Turn) -> None:
        _set_tags(turn, [*turn.ticket.tags, *turn.wish])


class RemoveTags(Action):
    name = "untag"
    label = gettext_lazy("take the tags away")
    entry = Entry.LINE
    help = gettext_lazy("Several with commas between them.")

    def read(self, given: Any) -> Wish:
        return tags_of(given)

    def do(self, turn: Turn) -> None:
        _set_tags(turn, [tag for tag in turn.ticket.tags if tag not in turn.wish])


class SetTopic(Action):
    name = "topic"
    label = gettext_lazy("set the topic")
    entry = Entry.ONE

    def read(self, given: Any) -> Wish:
        if given not in topics.TOPICS:
            raise BadRule("value", _("Choose one of the topics."))
        return given

    def do(self, turn: Turn) -> None:
        _unless(turn.ticket.topic == turn.wish)
        topics.set_topic(turn.ticket, topic=turn.wish, by=None, now=turn.now)


class SetLevel(Action):
    name = "level"
    label = gettext_lazy("set the level")
    entry = Entry.ONE

    def read(self, given: Any) -> Wish:
        return whole_number(given, least=1, most=2)

    def do(self, turn: Turn) -> None:
        _unless(turn.ticket.level == turn.wish)
        topics.set_level(turn.ticket, level=turn.wish, by=None, now=turn.now)


class SetPriority(Action):
    name = "priority"
    label = gettext_lazy("set the priority")
    entry = Entry.ONE

    def read(self, given: Any) -> Wish:
        return whole_number(given, least=min(Priority.values), most=max(Priority.values))

    def do(self, turn: Turn) -> None:
        _unless(turn.ticket.priority == turn.wish)
        triage.set_priority(turn.ticket, priority=turn.wish, by=None, now=turn.now)


def tags_of(given: Any) -> list[str]:
    """A list, or one text with commas between. Raises BadRule if none is left."""
    parts = given if isinstance(given, list | tuple) else str(given or "").split(",")
    cleaned = (storable(str(part)).strip().lower()[:LONGEST_TAG] for part in parts[:MOST_TAGS])
    tags = list(dict.fromkeys(filter(None, cleaned)))
    if not tags:
        raise BadRule("value", _("Name a tag."))
    return tags


def _set_tags(turn: Turn, tags: list[str]) -> None:
    _unless(list(dict.fromkeys(tags)) == turn.ticket.tags)
    triage.set_tags(turn.ticket, tags=tags, by=None, now=turn.now)


def _unless(is_so: bool) -> None:  # noqa: FBT001
    if is_so:
        raise so_already()
