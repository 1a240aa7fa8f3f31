"""The question of a request, as this user may ask it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import QueryDict

from inbox.views.request import Request
from kpis.errors import BadQuestion
from kpis.figures.permitted import permitted
from kpis.figures.query_string import question_from
from kpis.figures.question import Question


def question_of(request: Request, *, now: datetime) -> tuple[Question, str]:
    """The question, and what was wrong with the address; then it is the usual question, of everything.

    People fill in the last day that they mean (`through`); addresses elsewhere have the day after it (`until`).
    """
    query, zone = request.GET.copy(), settings.SHOP_ZONE
    try:
        asked, problem = question_from(_with_until(query), zone=zone, now=now), ""
    except BadQuestion as error:
        asked, problem = question_from(QueryDict(), zone=zone, now=now), str(error)
    return permitted(asked, request.user), problem


def _with_until(query: QueryDict) -> QueryDict:
    through = query.get("through")
    if through and not query.get("until"):
        try:
            query["until"] = (datetime.fromisoformat(through).date() + timedelta(days=1)).isoformat()
        except ValueError:
            query["until"] = through
    return query
