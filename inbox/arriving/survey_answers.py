"""Messages that arrive and answer the question whether the buyer was content: kept as answers of the survey.

They stay messages like any other. A bare mark that is not bad ends its wait as a thank-you does (thankful.py); a bad
one, or one with words, waits for a person.
"""

from collections.abc import Iterable
from contextlib import suppress

from connectors.incoming import Direction
from inbox.arriving.message_rows import Placed
from inbox.models import MessageDirection, Survey, Ticket
from inbox.surveys.answering import SurveyOver, answer_survey
from inbox.surveys.marks import mark_in


def survey_of(ticket: Ticket) -> Survey | None:
    """The one that asked in this ticket's conversation or by mail, if any did."""
    return Survey.objects.filter(
        ticket=ticket.pk, asked_at__isnull=False, message__direction=MessageDirection.OUT
    ).first()


def keep_survey_answers(placed: Iterable[Placed]) -> None:
    """placed: stored. Without a mark in what came in, no query."""
    for place in placed:
        for message in place.messages:
            if message.direction != Direction.IN or message.automatic:
                continue
            given = mark_in(message.text)
            survey = survey_of(place.ticket) if given else None
            if given and survey and survey.asked_at and message.written_at >= survey.asked_at:
                with suppress(SurveyOver):
                    answer_survey(survey, rating=given.rating, comment=given.comment, now=message.written_at)
