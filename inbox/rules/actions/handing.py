"""Who has to do with a ticket, and when: assign, tell, note, put aside."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from connectors.text import storable
from inbox.alerts.occasions import notify_by_rule
from inbox.lists.filters import NOBODY
from inbox.models import Role, Status, User
from inbox.people.permissions import has_role, may_answer
from inbox.rules.actions.action import Action, Entry, Turn, Wish, text_of, whole_number
from inbox.rules.actions.errors import NobodyThere
from inbox.rules.errors import BadRule
from inbox.rules.outcomes import LeftAlone, so_already
from inbox.tickets import triage
from inbox.tickets.snooze import snooze

LONGEST_NOTE = 5000
LONGEST_SNOOZE = 24 * 90
ASSIGNEE, LEADS = "assignee", "leads"
"""Whom to tell may also be given by one of these words instead of a user's id."""


class Assign(Action):
    name = "assign"
    label = gettext_lazy("assign to")
    entry = Entry.ONE

    def read(self, given: Any) -> Wish:
        """A user's id, or NOBODY."""
        return NOBODY if given == NOBODY else str(_person(given).pk)

    def do(self, turn: Turn) -> None:
        to = None if turn.wish == NOBODY else _still_there(turn.wish)
        if to is not None and to.limits and not to.limits.let_through(turn.ticket):
            raise NobodyThere(name=str(to))
        if turn.ticket.assignee_id == (to.pk if to else None):
            raise so_already()
        triage.assign(turn.ticket, to=to, by=None, now=turn.now)


class Notify(Action):
    name = "notify"
    label = gettext_lazy("tell")
    entry = Entry.SOME
    help = gettext_lazy("In the page at once; by mail and on devices as each person wishes.")

    def read(self, given: Any) -> Wish:
        """Users' ids, ASSIGNEE, LEADS."""
        wanted = [str(one) for one in (given if isinstance(given, list | tuple) else [given])]
        if not 0 < len(wanted) <= 50:
            raise BadRule("value", _("Choose whom to tell."))
        return [one if one in (ASSIGNEE, LEADS) else str(_person(one).pk) for one in dict.fromkeys(wanted)]

    def do(self, turn: Turn) -> None:
        people = {person.pk: person for one in turn.wish for person in _meant(one, turn)}
        if not people:
            raise LeftAlone(gettext_noop("there is nobody to tell"))
        notify_by_rule(turn.ticket, people.values(), rule=turn.rule.name, now=turn.now)


class Note(Action):
    name = "note"
    label = gettext_lazy("write an internal note")
    entry = Entry.LONG
    help = gettext_lazy("Buyers never see it. A colleague whose name follows “@” is told.")

    def read(self, given: Any) -> Wish:
        return storable(text_of(given, most=LONGEST_NOTE))

    def do(self, turn: Turn) -> None:
        triage.add_note(turn.ticket, body=turn.wish, by=None, now=turn.now, author=turn.rule.name)


class PutAside(Action):
    name = "snooze"
    label = gettext_lazy("put aside for (hours)")
    entry = Entry.NUMBER

    def read(self, given: Any) -> Wish:
        return whole_number(given, least=1, most=LONGEST_SNOOZE)

    def do(self, turn: Turn) -> None:
        if turn.ticket.status == Status.SNOOZED:
            raise so_already()
        snooze(turn.ticket, turn.now + timedelta(hours=turn.wish), by=None, now=turn.now)


def _person(given: Any) -> User:
    found = User.objects.filter(pk=int(given)).first() if str(given).isdecimal() and len(str(given)) < 18 else None
    if found is None or not may_answer(found):
        raise BadRule("value", _("Choose somebody who may answer tickets."))
    return found


def _still_there(user_id: str) -> User:
    found = User.objects.filter(pk=int(user_id)).first()
    if found is None or not may_answer(found):
        raise NobodyThere(name=str(found or f"#{user_id}"))
    return found


def _meant(who: str, turn: Turn) -> Iterable[User]:
    if who == ASSIGNEE:
        return [turn.ticket.assignee] if turn.ticket.assignee else []
    if who == LEADS:
        return [person for person in User.objects.filter(is_active=True) if has_role(person, Role.LEAD)]
    return [_still_there(who)]
