"""What buyers answered when they were asked, of all tickets: our own survey and imported files of ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.models import SurveyAnswer
from inbox.models.feedback import BAD
from inbox.people.permissions import allowed, may_answer
from inbox.people.preferences import frame_of
from inbox.surveys.listing import AnswerFilters, page_of
from inbox.views.cursors import PAGE, read_cursor, write_cursor
from inbox.views.lists.list_filters import RATINGS, AnswerListFilters
from inbox.views.marks import Mark, mark_of
from inbox.views.request import Request, no_cache
from inbox.views.surveys.answers_of_ticket import source_words
from inbox.words.times import exact, moment


@dataclass(frozen=True)
class AnswerLine:
    """mark: None where no order of that number is known, so that it belongs to no account. source: in words."""

    mark: Mark | None
    account: str
    source: str
    buyer: str
    rating: str
    is_bad: bool
    comment: str
    order_id: str
    ticket: str
    at: str
    exact: str


@allowed(may_answer)
@require_GET
def survey_answers(request: Request) -> HttpResponse:
    context = _context(request)
    if request.htmx and request.htmx.target == "more":
        return no_cache(render(request, "inbox/partials/survey_answer_rows.html", context))
    if request.htmx and request.htmx.target == "list" and not request.htmx.history_restore_request:
        return no_cache(render(request, "inbox/partials/survey_answer_list.html", context))
    return no_cache(render(request, "inbox/survey_answers.html", context))


def _context(request: Request) -> dict[str, Any]:
    form = AnswerListFilters(request.GET, accounts=frame_of(request).accounts, sources=_sources(request))
    chosen = form.chosen
    filters = AnswerFilters(
        marketplace=chosen.get("marketplace", ""),
        account=chosen.get("account"),
        ratings=RATINGS.get(chosen.get("rating", "")),
        source=chosen.get("source", ""),
        with_comment=chosen.get("words") == "some",
    )
    after = read_cursor(request.GET.get("after", ""))
    found, following = page_of(filters, request.user, after=after, limit=PAGE)
    now = timezone.now()
    return {
        "form": form,
        "list_url": reverse("survey_answers"),
        "query": form.query,
        "lines": [_line(one, now=now) for one in found],
        "following": write_cursor(*following) if following else "",
        "is_first_page": "after" not in request.GET,
        "title": _("Survey answers"),
    }


def _line(one: SurveyAnswer, *, now: datetime) -> AnswerLine:
    return AnswerLine(
        mark=mark_of(one.account.marketplace) if one.account else None,
        account=one.account.name if one.account else "",
        source=source_words(one.source),
        buyer=one.author or (one.ticket.buyer_name if one.ticket else ""),
        rating=_("%(n)d of 5") % {"n": one.rating},
        is_bad=one.rating <= BAD,
        comment=one.comment,
        order_id=one.order_id,
        ticket=reverse("ticket", args=[one.ticket_id]) if one.ticket_id else "",
        at=moment(one.answered_at, now=now),
        exact=exact(one.answered_at),
    )


def _sources(request: Request) -> Sequence[tuple[str, str]]:
    """Where anybody was asked, in words."""
    rows = SurveyAnswer.objects.visible_to(request.user).order_by("source")
    return [(source, source_words(source)) for source in rows.values_list("source", flat=True).distinct()]
