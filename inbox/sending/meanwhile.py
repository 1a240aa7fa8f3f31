"""Whether the buyer was answered while somebody was still writing: by a colleague, or on the marketplace's own site."""

from django.db.models import Max
from django.utils.translation import gettext as _

from inbox.errors import InboxError
from inbox.models import Delivery, Message, MessageDirection, Ticket


class AnsweredMeanwhile(InboxError):
    """answer: what went to the buyer, or is on its way to him, that the writer has not seen."""

    def __init__(self, answer: Message) -> None:
        super().__init__(answer.pk)
        self.answer = answer

    def __str__(self) -> str:
        if self.answer.user is None:
            return _("The buyer was answered elsewhere while you were writing. Nothing was sent; your text is kept.")
        return _("%(name)s answered while you were writing. Nothing was sent; your text is kept.") % {
            "name": self.answer.user
        }


def newest_message(ticket: Ticket) -> int:
    """The id of the message of the ticket that was stored last; 0 if there is none."""
    newest: int | None = ticket.messages.aggregate(newest=Max("id"))["newest"]
    return newest or 0


def answer_since(ticket: Ticket, seen: int) -> Message | None:
    """The newest answer stored after the message `seen`; None if the writer knows them all.

    What is on its way counts, what was refused or taken back does not, nor does what a machine wrote.
    """
    answers = ticket.messages.filter(direction=MessageDirection.OUT, automatic=False, id__gt=seen)
    not_sent = [Delivery.CANCELLED, Delivery.REFUSED]
    return answers.exclude(delivery__in=not_sent).select_related("user").order_by("-id").first()


def stop_if_answered(ticket: Ticket, seen: int | None) -> None:
    """Raise AnsweredMeanwhile if somebody answered since. ticket: locked, so that no answer is just being stored."""
    answer = None if seen is None else answer_since(ticket, seen)
    if answer is not None:
        raise AnsweredMeanwhile(answer)
