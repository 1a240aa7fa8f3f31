"""A buyer's answer to a survey. Nobody logs in: the signed token of the link says which survey it is."""

import math
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import Throttled
from pydantic import BaseModel, Field

from inbox.api.answers import problems
from inbox.api.problems import ProblemError
from inbox.models import Survey
from inbox.surveys.answering import LONGEST_COMMENT, SurveyOver, answer_survey, open_until
from inbox.surveys.links import survey_of
from inbox.views.visitors import wait_of

router = Router(tags=["surveys"])

BURST, PER_SECOND = 30, 0.5


class SurveyAnswerIn(BaseModel):
    """rating: from 1, not at all content, to 5, entirely."""

    rating: int = Field(ge=1, le=5)
    comment: str = Field(default="", max_length=LONGEST_COMMENT)


class SurveyAnswerOut(BaseModel):
    """changeable_until: the same call changes the answer until then."""

    rating: int
    comment: str
    changeable_until: datetime


@router.post("/surveys/{token}", auth=None, response={200: SurveyAnswerOut, **problems(404, 410, 422, 429)})
def take_survey_answer(request: HttpRequest, token: str, payload: SurveyAnswerIn) -> SurveyAnswerOut:
    """Answer it, or change the answer. 404: not a token of ours; 410: the time to answer is over."""
    if wait := wait_of(request, "survey", burst=BURST, per_second=PER_SECOND):
        raise Throttled(wait=math.ceil(wait))
    found = survey_of(token)
    if found is None:
        raise Http404
    now = timezone.now()
    try:
        kept = answer_survey(found, rating=payload.rating, comment=payload.comment, now=now)
    except SurveyOver as error:
        raise ProblemError(410, "The time to answer is over.") from error
    answered = Survey.objects.select_related("answer").get(pk=found.pk)
    until = open_until(answered, answered.asked_at or now)
    return SurveyAnswerOut(rating=kept.rating, comment=kept.comment, changeable_until=until)
