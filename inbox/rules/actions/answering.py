"""Answers from templates: prepared for whoever answers, or sent by themselves where that is safe."""

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from inbox.answering.automatic import automatic_text, speaks_by_itself
from inbox.answering.filling import filled_for, language_for, used
from inbox.answering.picking import language_of_answer
from inbox.answering.safe import may_be_answered_by_itself
from inbox.models import Ticket
from inbox.rules.actions.action import Action, Entry, Turn, Wish, whole_number
from inbox.rules.actions.errors import NoTemplate
from inbox.rules.errors import BadRule
from inbox.rules.outcomes import LeftAlone
from inbox.sending.automatic import AutomaticReply, NoAutomaticReply, queue_automatic, queue_first
from inbox.sending.drafts import prepare_draft
from templates_app.models import ReplyTemplate, TemplateVersion

LONGEST_DELAY = 24 * 60
"""Minutes."""


class PrepareDraft(Action):
    name = "draft"
    label = gettext_lazy("prepare an answer from the template")
    entry = Entry.ONE
    help = gettext_lazy("It stands in the box for answers of whoever opens the ticket, until somebody writes.")

    def read(self, given: Any) -> Wish:
        """A template's id."""
        return str(_template(given).pk)

    def do(self, turn: Turn) -> None:
        version, ticket = _published(turn.wish), turn.ticket
        wanted = language_of_answer(ticket, "", otherwise=settings.LANGUAGE_CODE)
        language = language_for(version, wanted)
        filled = filled_for(ticket, version, language=language, answers={}, by=ticket.assignee, now=turn.now)
        if not prepare_draft(ticket, filled.text, template=str(used(version, filled))):
            raise LeftAlone(gettext_noop("somebody writes already, or an answer is prepared"))

    def template_of(self, wish: Wish) -> str:
        return str(wish)


class _ByItself(Action):
    """A template sent as an automatic reply after some minutes."""

    entry = Entry.LATER
    acknowledges: bool

    def read(self, given: Any) -> Wish:
        """{"template": its id, "minutes": how long somebody may still answer first}."""
        if not isinstance(given, dict) or set(given) != {"template", "minutes"}:
            raise BadRule("value", _("This needs “template” and “minutes”."))
        template = _template(given["template"])
        version = template.published
        if version is None or not speaks_by_itself(version):
            raise BadRule("value", _("This template asks questions that only a person can answer."))
        return {
            "template": str(template.pk),
            "minutes": whole_number(given["minutes"], least=0, most=LONGEST_DELAY),
        }

    def do(self, turn: Turn) -> None:
        version = _published(turn.wish["template"])
        self.check(turn)
        if not turn.ticket.language:
            raise LeftAlone(gettext_noop("nobody knows the buyer’s language"))
        text = automatic_text(turn.ticket, version, now=turn.now)
        reply = AutomaticReply(
            body=text.body,
            said=text.said,
            author=turn.rule.name,
            delay=timedelta(minutes=turn.wish["minutes"]),
            template=text.used,
            acknowledges=self.acknowledges,
        )
        try:
            self.queue(turn.ticket, reply, key=turn.key, now=turn.now)
        except NoAutomaticReply as reason:
            raise LeftAlone(reason.sentence, **reason.values) from reason

    def template_of(self, wish: Wish) -> str:
        return str(wish["template"])

    @staticmethod
    def queue(ticket: Ticket, reply: AutomaticReply, *, key: str, now: datetime) -> None:
        """Put it into the outbox."""
        queue_automatic(ticket, reply, key=key, now=now)

    @abstractmethod
    def check(self, turn: Turn) -> None:
        """Raise LeftAlone where this ticket is not for it."""


class Acknowledge(_ByItself):
    name = "acknowledge"
    label = gettext_lazy("acknowledge by itself with the template")
    help = gettext_lazy("Once in a conversation, said to be automatic, and only where the marketplace counts it.")
    acknowledges = True

    def check(self, turn: Turn) -> None:
        """Any buyer may be told that his message is there."""


class AnswerByItself(_ByItself):
    name = "answer"
    label = gettext_lazy("answer by itself with the template")
    help = gettext_lazy(
        "Only what is level 1, without anger or a withdrawal, and what the data answers. The ticket stays with you."
    )
    acknowledges = False
    asks_for = ("topic", "order")

    def check(self, turn: Turn) -> None:
        if turn.ticket.has_open_claim or not may_be_answered_by_itself(turn.ticket):
            raise LeftAlone(gettext_noop("a person should look at this"))


class WriteFirst(_ByItself):
    name = "write_first"
    label = gettext_lazy("write first to the buyer of a late order, with the template")
    help = gettext_lazy(
        "For a rule that waits since the promised day of delivery: where the marketplace lets the shop open a "
        "conversation, and nobody has written about the order. Where no such day is known, the day by which it was to "
        "leave counts, as long as it has not."
    )
    acknowledges = False
    writes_first = True

    @staticmethod
    def queue(ticket: Ticket, reply: AutomaticReply, *, key: str, now: datetime) -> None:
        queue_first(ticket, reply, key=key, now=now)

    def check(self, turn: Turn) -> None:
        if not turn.ticket.is_opening:
            raise LeftAlone(gettext_noop("there is a conversation about the order already"))


def _template(given: Any) -> ReplyTemplate:
    text = str(given)
    usable = ReplyTemplate.objects.usable().select_related("published")
    found = usable.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None
    if found is None:
        raise BadRule("value", _("Choose a template that is published."))
    return found


def _published(template_id: str) -> TemplateVersion:
    found = ReplyTemplate.objects.usable().select_related("published").filter(pk=int(template_id)).first()
    if found is None or found.published is None:
        raise NoTemplate
    return found.published
