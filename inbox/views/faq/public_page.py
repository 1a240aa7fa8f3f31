"""A shop's public FAQ. Nobody is logged in here; nothing but what a lead has marked as public is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from inbox.models import PublicFaq
from inbox.tickets.topics import name_of_topic
from inbox.views.faq.public_words import words_in
from inbox.views.visitors import come_back, wait_of
from inbox.words.languages import language_name
from templates_app.faq_export import paragraphs
from templates_app.models import FaqEntry

KEPT_SECONDS = 300
"""So long a visitor may see what was there before a change."""
BURST, PER_SECOND = 60, 2.0


@require_safe
def public_faq(request: HttpRequest, slug: str) -> HttpResponse:
    """In the language of `lang`, else in the one of the visitor's browser that there is most of."""
    if wait := wait_of(request, "faq", burst=BURST, per_second=PER_SECOND):
        return come_back(429, wait)
    page = get_object_or_404(PublicFaq.objects.select_related("account"), slug=slug, is_on=True)
    offered = cache.get_or_set(f"public-faq:{page.pk}", lambda: _languages(page), KEPT_SECONDS) or []
    if not offered:
        raise Http404
    language = _chosen(request, offered)
    text = cache.get_or_set(f"public-faq:{page.pk}:{language}", lambda: _written(page, language, offered), KEPT_SECONDS)
    response = HttpResponse(text)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.headers["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


@dataclass(frozen=True)
class _Answered:
    question: str
    paragraphs: Sequence[str]
    item_name: str


def _languages(page: PublicFaq) -> list[str]:
    """Of the entries that are shown, the one with most of them first."""
    codes = list(FaqEntry.objects.public_for(page.account_id).values_list("language", flat=True))
    return sorted(set(codes), key=lambda code: (-codes.count(code), code))


def _chosen(request: HttpRequest, offered: Sequence[str]) -> str:
    asked_for = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = [request.GET.get("lang", ""), *(code.partition("-")[0] for code, _weight in asked_for)]
    return next((code for code in wanted if code in offered), offered[0])


def _written(page: PublicFaq, language: str, offered: Sequence[str]) -> str:
    """The page as HTML."""
    entries = FaqEntry.objects.public_for(page.account_id).filter(language=language).order_by("topic", "position", "id")
    words_language, words = words_in(language)
    with translation.override(words_language):
        context: dict[str, Any] = {
            "title": page.title or page.account.name,
            "language": language,
            "words_language": words_language,
            "words": words,
            "languages": [(code, _own_name(code)) for code in offered],
            "sections": [
                (words.topics.get(topic) or name_of_topic(topic), [_answered(one) for one in group])
                for topic, group in groupby(entries, key=lambda one: one.topic)
            ],
        }
        return render_to_string("inbox/public_faq.html", context)


def _answered(entry: FaqEntry) -> _Answered:
    return _Answered(entry.question, paragraphs(entry.answer), entry.item_name)


def _own_name(code: str) -> str:
    with translation.override(code):
        return language_name(code)
