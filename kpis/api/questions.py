"""What comes back and no reply template answers."""

from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.people.permissions import may_see_all_figures
from kpis.api.figures import FiguresQuery, asked_question
from kpis.figures.unanswered import without_template

router = Router(tags=["figures"])


class QuestionOut(BaseModel):
    """asked, before: in how many tickets, in the period and in as long before. said: as it was last asked."""

    id: int
    topic: str
    language: str
    asked: int
    before: int
    said: str
    ticket_id: int
    in_faq: bool


class QuestionList(BaseModel):
    items: list[QuestionOut]


@router.get("/figures/questions", response={200: QuestionList, **problems(401, 403, 422, 429)})
def get_questions(request: ApiRequest, filters: Query[FiguresQuery]) -> QuestionList:
    """Recurring questions without a reply template, asked most first; of one topic and language if one is given."""
    del filters
    require(request, may_see_all_figures)
    found = without_template(asked_question(request, timezone.now()))
    return QuestionList(items=[QuestionOut(**vars(one)) for one in found])
