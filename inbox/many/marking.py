"""Marks on many tickets: who has them, tags, level, topic."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.text import storable
from inbox.many.action import Action, Outcome, Turn, Wishes, alike, nothing_noted, tickets_of
from inbox.many.errors import BadWish, NotSeenByAssignee, SoAlready
from inbox.models import Ticket, User
from inbox.models.limits import Limits
from inbox.people.permissions import may_answer
from inbox.tickets import topics, triage
from inbox.tickets.errors import NoSuchTopic

LONGEST_TAG = 50
MOST_TAGS = 20


class Assign(Action):
    name = "assign"
    label = gettext_lazy("Assign")
    icon = "user-round"
    fields = ("agent",)
    columns = ("assignee_id",)

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """agent: a user's id; empty = nobody."""
        wanted = str(given.get("agent") or "")
        if not wanted:
            return {"agent": None, "name": "", "sees": None}
        user = User.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 18 else None
        if user is None or not may_answer(user):
            raise BadWish("agent", _("Nobody who may answer tickets is called so."))
        sees = [sorted(user.limits.accounts), sorted(user.limits.languages)] if user.limits else None
        return {"agent": user.pk, "name": str(user), "sees": sees}

    def check(self, turn: Turn) -> None:
        if turn.ticket.assignee_id == turn.wishes["agent"]:
            raise SoAlready
        if turn.wishes["sees"] and not Limits(*map(frozenset, turn.wishes["sees"])).let_through(turn.ticket):
            raise NotSeenByAssignee(name=turn.wishes["name"])

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        return self._give(turns, turns[0].wishes["agent"])

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        for user_id, his in alike(turns, lambda turn: turn.before["assignee_id"]).items():
            self._give(his, user_id)
        return nothing_noted(turns)

    def _give(self, turns: Sequence[Turn], user_id: int | None) -> Mapping[int, Outcome]:
        triage.assign_many(tickets_of(turns), to=_user(user_id), by=turns[0].by, now=turns[0].now)
        return nothing_noted(turns)


class Tag(Action):
    """Adds tags and takes others away; the rest stay."""

    name = "tag"
    label = gettext_lazy("Tags")
    icon = "tag"
    fields = ("add", "remove")
    columns = ("tags",)

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """add, remove: tags, or one text with commas between them."""
        add, remove = _tags(given.get("add")), _tags(given.get("remove"))
        if not add and not remove:
            raise BadWish("add", _("Name a tag to add or to take away."))
        return {"add": add, "remove": remove}

    def check(self, turn: Turn) -> None:
        if _with_tags(turn.ticket, turn.wishes) == turn.ticket.tags:
            raise SoAlready

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        return self._set(turns, {turn.ticket.pk: _with_tags(turn.ticket, turn.wishes) for turn in turns})

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        return self._set(turns, {turn.ticket.pk: turn.before["tags"] for turn in turns})

    def _set(self, turns: Sequence[Turn], tags: Mapping[int, Sequence[str]]) -> Mapping[int, Outcome]:
        triage.set_tags_of_many(tickets_of(turns), tags=tags, by=turns[0].by, now=turns[0].now)
        return nothing_noted(turns)


class _SetOne(Action):
    """Gives one column, called like the wish, one value."""

    def check(self, turn: Turn) -> None:
        if getattr(turn.ticket, self.columns[0]) == turn.wishes[self.columns[0]]:
            raise SoAlready

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        self.give(tickets_of(turns), turns[0].wishes[self.columns[0]], turns[0])
        return nothing_noted(turns)

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        for value, of_it in alike(turns, lambda turn: turn.before[self.columns[0]]).items():
            self.give(tickets_of(of_it), value, turns[0])
        return nothing_noted(turns)

    @abstractmethod
    def give(self, tickets: Sequence[Ticket], value: Any, turn: Turn) -> None:
        """turn: of any of them: who does it, and when."""


class SetLevel(_SetOne):
    name = "level"
    label = gettext_lazy("Level")
    icon = "layers"
    fields = ("level",)
    columns = ("level",)

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """level: 1, 2, or empty for not said."""
        wanted = str(given.get("level") or "")
        if wanted not in ("", "1", "2"):
            raise BadWish("level", _("The level is 1 or 2."))
        return {"level": int(wanted) if wanted else None}

    def give(self, tickets: Sequence[Ticket], value: int | None, turn: Turn) -> None:
        topics.set_level_of_many(tickets, level=value, by=turn.by, now=turn.now)


class SetTopic(_SetOne):
    """One of our own topics: a marketplace's own would not fit the others' tickets."""

    name = "topic"
    label = gettext_lazy("Topic")
    icon = "message-circle-question-mark"
    fields = ("topic",)
    columns = ("topic",)

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        wanted = storable(str(given.get("topic") or ""))
        if wanted and wanted not in topics.TOPICS:
            raise NoSuchTopic(topic=wanted)
        return {"topic": wanted}

    def give(self, tickets: Sequence[Ticket], value: str, turn: Turn) -> None:
        topics.set_topic_of_many(tickets, topic=value, by=turn.by, now=turn.now)


def _user(user_id: int | None) -> User | None:
    return User.objects.filter(pk=user_id).first() if user_id else None


def _tags(given: Any) -> list[str]:
    parts = given if isinstance(given, list) else str(given or "").split(",")
    cleaned = (storable(str(part)).strip().lower()[:LONGEST_TAG] for part in parts[:MOST_TAGS])
    return list(dict.fromkeys(filter(None, cleaned)))


def _with_tags(ticket: Ticket, wishes: Wishes) -> list[str]:
    kept = [tag for tag in ticket.tags if tag not in wishes["remove"]]
    return list(dict.fromkeys([*kept, *wishes["add"]]))
