"""The page a buyer is asked on: nobody is logged in here, the signed link says which survey it is. No cookie is set.

A GET changes nothing, since mail programs open links by themselves.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inbox.models import Survey
from inbox.surveys.answering import LONGEST_COMMENT, SurveyOver, answer_of, answer_survey, is_open, open_until
from inbox.surveys.links import survey_of
from inbox.surveys.texts import LANGUAGES, known, shop_called, words_in
from inbox.views.visitors import wait_of

BURST, PER_SECOND = 30, 0.5
_OWN_NAMES = {"fr": "Français", "en": "English", "de": "Deutsch", "es": "Español", "it": "Italiano"}


@dataclass(frozen=True)
class Grade:
    number: int
    words: str
    is_chosen: bool


@csrf_exempt  # nobody is logged in, so there is nothing another site could borrow; the token is the secret
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The question, or what became of the link. 404: never ours; 410: over; 422: no mark was chosen."""
    if wait := wait_of(request, "survey", burst=BURST, per_second=PER_SECOND):
        return _busy(request, wait)
    found, now = survey_of(token), timezone.now()
    language = _language(request, found)
    if found is None:
        return _page(request, language, {"said": words_in(language)["wrong"]}, status=404)
    if request.method == "POST":
        return _take(request, found, language, now=now)
    if not is_open(found, now):
        return _over(request, found, language)
    return _question(request, found, language)


def _take(request: HttpRequest, found: Survey, language: str, *, now: datetime) -> HttpResponse:
    comment = request.POST.get("comment", "")
    rating = request.POST.get("rating", "")
    if rating not in {"1", "2", "3", "4", "5"}:
        if not is_open(found, now):
            return _over(request, found, language)
        return _question(request, found, language, comment=comment, problem=words_in(language)["choose"])
    try:
        answer_survey(found, rating=int(rating), comment=comment, now=now)
    except SurveyOver:
        return _over(request, found, language)
    answered = Survey.objects.select_related("ticket", "answer").get(pk=found.pk)
    words = words_in(language)
    until = open_until(answered, answered.asked_at or now)
    said = words["until"] % {"date": format_date(until.date(), "long", locale=language)}
    return _page(request, language, {"said": words["thanks"], "more": said, "change": words["change"]})


def _question(
    request: HttpRequest, found: Survey, language: str, *, comment: str | None = None, problem: str = ""
) -> HttpResponse:
    """comment, problem: what was typed and not taken, and why."""
    words, answer = words_in(language), answer_of(found)
    chosen = answer.rating if answer else 0
    context = {
        "question": words["question"] % {"name": shop_called(found.ticket.account)},
        "grades": [Grade(n, said, n == chosen) for n, said in enumerate(words["grades"], 1)],
        "comment": comment if comment is not None else answer.comment if answer else "",
        "longest": LONGEST_COMMENT,
        "problem": problem,
    }
    return _page(request, language, context, status=422 if problem else 200)


def _over(request: HttpRequest, found: Survey, language: str) -> HttpResponse:
    said = words_in(language)["closed" if answer_of(found) else "over"]
    return _page(request, language, {"said": said}, status=410)


def _busy(request: HttpRequest, wait: float) -> HttpResponse:
    language = _language(request, None)
    response = _page(request, language, {"said": words_in(language)["busy"]}, status=429)
    response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def _page(request: HttpRequest, language: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    page = {"language": language, "languages": _offered(language), "words": words_in(language), **context}
    response = render(request, "inbox/survey.html", page, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = language
    return response


def _language(request: HttpRequest, found: Survey | None) -> str:
    """The one asked for, else that of the mail, else the browser's."""
    if (asked_for := request.GET.get("lang", "")) in LANGUAGES:
        return asked_for
    if found is not None and found.language:
        return found.language
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    codes = (code.partition("-")[0] for code, _ in accepted)
    return next((code for code in codes if code in LANGUAGES), known(""))


def _offered(chosen: str) -> Sequence[tuple[str, str, bool]]:
    return [(code, _OWN_NAMES[code], code == chosen) for code in LANGUAGES]
