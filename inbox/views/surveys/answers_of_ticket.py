"""What the buyer of a ticket answered when he was asked, by us or elsewhere: one short line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from inbox.models import BY_SURVEY, SurveyAnswer, Ticket
from inbox.models.feedback import BAD
from inbox.ratings.forms import FORMS
from inbox.words.times import exact, moment

MOST = 3


@dataclass(frozen=True)
class SurveyLine:
    """source: where he was asked, in words."""

    rating: str
    is_bad: bool
    source: str
    comment: str
    at: str
    exact: str


def survey_lines(ticket: Ticket, *, now: datetime) -> Sequence[SurveyLine]:
    """About this ticket, or about its order; the newest first."""
    about = Q(ticket=ticket)
    if ticket.order_id:
        about |= Q(account=ticket.account_id, order_id=ticket.order_id)
    found = SurveyAnswer.objects.filter(about).order_by("-answered_at", "-id")[:MOST]
    return [
        SurveyLine(
            rating=_("%(n)d of 5") % {"n": one.rating},
            is_bad=one.rating <= BAD,
            source=source_words(one.source),
            comment=one.comment,
            at=moment(one.answered_at, now=now),
            exact=exact(one.answered_at),
        )
        for one in found
    ]


def source_words(source: str) -> str:
    if source == BY_SURVEY:
        return _("our survey")
    form = FORMS.get(source)
    return form.label if form else source
