"""What share of all that buyers ask is answered by an FAQ entry or a template, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.forms.faq import NO_TOPIC, QuestionFilters
from inbox.mining.coverage import Covered, coverage
from inbox.mining.questions import Narrowed, Period
from inbox.people.permissions import allowed, may_read_faq
from inbox.views.faq.question_list import Show, question_lines
from inbox.views.request import Request, no_cache
from inbox.words.languages import language_name
from inbox.words.themes import theme_name

MISSING_SHOWN = 10


@dataclass(frozen=True)
class CoverageLine:
    """share: in percent. query: leads to the questions that are missing."""

    topic: str
    language: str
    asked: int
    answered: int
    in_faq: int
    by_template: int
    share: int
    query: str

    @classmethod
    def of(cls, covered: Covered, *, days: int) -> "CoverageLine":
        topic, language = covered.topic or NO_TOPIC, covered.language or NO_TOPIC
        return cls(
            topic=theme_name(covered.topic),
            language=language_name(covered.language) or _("unknown"),
            asked=covered.asked,
            answered=covered.answered,
            in_faq=covered.in_faq,
            by_template=covered.by_template,
            share=percent(covered.answered, of=covered.asked),
            query=f"days={days}&topic={topic}&language={language}&show=missing",
        )


@allowed(may_read_faq)
@require_GET
def covered(request: Request) -> HttpResponse:
    filters = QuestionFilters(request.GET.dict())
    period = Period.last(filters.length, now=timezone.now())
    found = coverage(period)
    context = {
        "title": _("What is answered"),
        "form": filters,
        "in_short": in_short(found),
        "lines": [CoverageLine.of(one, days=filters.length.days) for one in found],
        "missing": question_lines(period, Narrowed(), show=Show.MISSING, most=MISSING_SHOWN),
    }
    return no_cache(render(request, "inbox/faq_coverage.html", context))


def in_short(found: Sequence[Covered]) -> str:
    """One sentence over all, with its basis; empty if nothing was asked."""
    asked, answered = sum(one.asked for one in found), sum(one.answered for one in found)
    if not asked:
        return ""
    return _("%(share)d %% of what was asked is answered by an FAQ entry or a template (%(answered)d of %(asked)d)") % {
        "share": percent(answered, of=asked),
        "answered": answered,
        "asked": asked,
    }


def percent(part: int, *, of: int) -> int:
    """To the nearest, but 100 means all and 0 means none."""
    if not of or part in (0, of):
        return 100 if of and part else 0
    return min(max(round(100 * part / of), 1), 99)
