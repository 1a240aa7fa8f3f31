"""What a buyer answers on our page: kept once, changeable for some days, told in the ticket's log."""

from datetime import datetime, timedelta

from django.db import transaction

from connectors.text import storable
from inbox.alerts.occasions import notify_bad_answer
from inbox.changes import bump_on_commit
from inbox.errors import InboxError
from inbox.models import BY_SURVEY, EventKind, Survey, SurveyAnswer, Ticket, TicketEvent
from inbox.models.feedback import BAD

OPEN_FOR = timedelta(days=30)
"""So long after the asking it may be answered."""
CHANGEABLE_FOR = timedelta(days=7)
"""So long after the first answer it may be changed."""
LONGEST_COMMENT = 2000


class SurveyOver(InboxError):
    """It cannot be answered, or changed, any more."""


def is_open(survey: Survey, now: datetime) -> bool:
    """Whether an answer is taken now. survey: with its ticket and answer."""
    return survey.asked_at is not None and not survey.ticket.is_erased and now < open_until(survey, survey.asked_at)


def open_until(survey: Survey, asked_at: datetime) -> datetime:
    """When the last change is taken: the sooner of the two ends. survey: with its answer."""
    answer = answer_of(survey)
    ends_at = asked_at + OPEN_FOR
    return min(ends_at, answer.answered_at + CHANGEABLE_FOR) if answer else ends_at


def answer_of(survey: Survey) -> SurveyAnswer | None:
    return getattr(survey, "answer", None)


def answer_survey(survey: Survey, *, rating: int, comment: str, now: datetime) -> SurveyAnswer:
    """Keep the answer, or the change of it. rating: 1 to 5. Raises SurveyOver.

    The ticket is locked as an erasure locks it: whichever comes second sees what the first did.
    """
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=survey.ticket_id)
        current = Survey.objects.select_related("ticket", "answer").get(pk=survey.pk)
        if not is_open(current, now):
            raise SurveyOver
        before = answer_of(current)
        answer, _ = SurveyAnswer.objects.update_or_create(
            source=BY_SURVEY,
            external_id=str(current.pk),
            defaults={
                "rating": rating,
                "comment": _kept(comment),
                "changed_at": now,
            },
            create_defaults={
                "survey": current,
                "account_id": current.account_id,
                "ticket": ticket,
                "order_id": ticket.order_id,
                "rating": rating,
                "comment": _kept(comment),
                "answered_at": now,
                "changed_at": now,
            },
        )
        if before is None or before.rating != rating:
            _log(ticket, rating, before=before.rating if before else None, now=now)
        if rating <= BAD and (before is None or before.rating > BAD):
            notify_bad_answer(ticket, rating=rating, now=now)
    return answer


def _kept(comment: str) -> str:
    """A form sends each line break as two characters, which its field counts as one."""
    return storable(comment).replace("\r\n", "\n").strip()[:LONGEST_COMMENT]


def _log(ticket: Ticket, rating: int, *, before: int | None, now: datetime) -> None:
    """His words stay out of the log, which nobody can change."""
    TicketEvent.objects.create(
        ticket=ticket,
        at=now,
        kind=EventKind.SURVEY,
        before={"value": before} if before else None,
        after={"value": rating},
    )
    Ticket.objects.filter(pk=ticket.pk).update(updated_at=now)
    bump_on_commit([ticket.pk])
