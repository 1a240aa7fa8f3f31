"""Whether a ticket is simple enough to be answered without a person."""

from inbox.models import Ticket, Understanding
from inbox.sending.conversation import questions
from inbox.understanding.classification import Topic


def may_be_answered_by_itself(ticket: Ticket) -> bool:
    """Level 1 by the ticket and by what was understood of the newest question, corrections of people included.

    Nobody is angry, threatens, withdraws or asks again, nor about something else than the ticket. What was not
    understood yet is not simple. ticket: with its account.
    """
    question = questions(ticket).first()
    read = Understanding.objects.filter(message=question).first() if question else None
    if read is None or ticket.level == 2:
        return False
    meant = ticket.account.connector_class.topic_meanings.get(ticket.topic, ticket.topic)
    is_of_ticket = read.topic in (meant, Topic.OTHER)
    return is_of_ticket and read.level == 1 and not (read.anger or read.withdrawal or read.chaser)
