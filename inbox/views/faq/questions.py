"""What buyers ask: the list, one question with its best answers, and what is not answered yet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox import tasks
from inbox.forms.faq import QuestionFilters
from inbox.mining.answers import NOTHING, answers_of
from inbox.mining.best_answers import best_answers
from inbox.mining.people import known_of
from inbox.mining.products import titles_of
from inbox.mining.questions import Period, choices
from inbox.mining.samples import samples
from inbox.models import MiningProgress, Question
from inbox.people.permissions import allowed, may_read_faq, may_write_faq, may_write_templates
from inbox.views.faq.question_lines import AnswerLine, without_person
from inbox.views.faq.question_list import Show, question_lines
from inbox.views.request import Request, no_cache
from inbox.words.languages import language_name
from inbox.words.themes import theme_name
from templates_app.library.names import shown_name
from templates_app.models import FaqEntry, ReplyTemplate


@allowed(may_read_faq)
@require_GET
def questions(request: Request) -> HttpResponse:
    filters = QuestionFilters(request.GET.dict())
    period = Period.last(filters.length, now=timezone.now())
    found = choices(period)
    filters.offer(found, titles_of(found.items))
    show = Show(filters.cleaned_data.get("show", ""))
    context = {
        "title": _("Questions"),
        "form": filters,
        "lines": question_lines(period, filters.narrowed, show=show),
        "progress": MiningProgress.objects.filter(pk=1).first(),
        "may_write": may_write_faq(request.user),
    }
    return no_cache(render(request, "inbox/questions.html", context))


@allowed(may_read_faq)
@require_GET
def question(request: Request, question_id: int) -> HttpResponse:
    found, now = get_object_or_404(Question, pk=question_id), timezone.now()
    said = samples(found.pk)
    answers = best_answers(found.pk, now=now)
    known = known_of({one.ticket_id for one in said} | {one.ticket_id for one in answers})
    answering = answers_of([found.pk]).get(found.pk, NOTHING)
    context = {
        "title": without_person(said[0].said, known[said[0].ticket_id]) if said else _("Question"),
        "question": found,
        "topic": theme_name(found.topic),
        "language": language_name(found.language),
        "samples": [(without_person(one.said, known[one.ticket_id]), one) for one in said],
        "answers": [AnswerLine.of(one, known[one.ticket_id]) for one in answers],
        "entries": FaqEntry.objects.filter(pk__in=answering.entries),
        "templates": [(one.pk, shown_name(one)) for one in ReplyTemplate.objects.filter(pk__in=answering.templates)],
        "may_write_templates": may_write_templates(request.user),
        "may_write": may_write_faq(request.user),
    }
    return no_cache(render(request, "inbox/question.html", context))


@allowed(may_write_faq)
@require_POST
def put_away(request: Request, question_id: int) -> HttpResponse:
    """Read no more of a question, or again if it had been put away."""
    found = get_object_or_404(Question, pk=question_id)
    is_away = found.put_away_at is not None
    found.put_away_at = None if is_away else timezone.now()
    found.put_away_by = None if is_away else request.user
    found.save(update_fields=["put_away_at", "put_away_by"])
    messages.info(request, _("It is in the list again.") if is_away else _("Put away. It is under “put away”."))
    return redirect("questions")


@allowed(may_write_faq)
@require_POST
def count_now(request: Request) -> HttpResponse:
    """Do what is done every night anyway."""
    tasks.mine_questions.delay_on_commit()
    messages.info(request, _("Counting. Load this page again in a moment."))
    return redirect("questions")
