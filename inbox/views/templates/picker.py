"""Pick a template while writing: what is proposed, and the filled text for the composer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox.answering.facts import facts_of
from inbox.answering.filling import filled_for, language_for, questions_of, used
from inbox.answering.picking import language_of_answer, proposed_templates
from inbox.forms.template_answers import AnswersForm
from inbox.models import Draft, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.sending.drafts import keep_draft
from inbox.views.request import Request, no_cache
from inbox.views.templates.template_words import reason_words
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.ticket import ticket_url
from inbox.words.languages import language_name
from templates_app.filling.errors import BadTemplate
from templates_app.filling.fill import Filled, fill
from templates_app.languages import LANGUAGES
from templates_app.library.names import shown_name
from templates_app.models import ReplyTemplate, TemplateVersion

LONGEST_PREVIEW = 220


@dataclass(frozen=True)
class Option:
    """One proposed template. language: of the body that would be taken; differs: whether that is not the one wanted."""

    id: int
    name: str
    why: str
    preview: str
    language: str
    language_words: str
    differs: bool
    asks: bool


@allowed(may_answer)
@require_GET
def proposals(request: Request, ticket_id: int) -> HttpResponse:
    """q: what the agent looks for. language: of the answer; left out = the buyer's.

    The list alone for the picker of a page; a whole page for a browser without scripts.
    """
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    language = language_of_answer(ticket, request.GET.get("language", ""), otherwise=get_language() or "")
    typed = request.GET.get("q", "").replace("\x00", "")[:100]
    context = {
        "ticket": ticket,
        "options": _options(request, ticket, language=language, typed=typed, now=now),
        "language": language,
        "languages": [(code, language_name(code)) for code in LANGUAGES],
        "typed": typed,
        "title": _("Templates for this answer"),
    }
    page = "inbox/partials/template_options.html" if _is_fetch(request) else "inbox/templates/pick.html"
    return no_cache(render(request, page, context))


@allowed(may_answer)
@require_POST
def take(request: Request, ticket_id: int, template_id: int) -> HttpResponse:
    """The filled text as JSON; the template's questions as a part of the page, as long as they are not answered.

    Without scripts the text becomes the draft of the reply.
    """
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    template = get_object_or_404(ReplyTemplate.objects.usable().select_related("published"), pk=template_id)
    version: TemplateVersion = template.published  # type: ignore[assignment]
    language = language_for(version, request.POST.get("language", ""))
    form = AnswersForm(questions_of(version), request.POST if "answered" in request.POST else None)
    if form.questions and not form.is_valid():
        return _asked(request, ticket, template, form=form, language=language)
    answers = form.answers if form.questions else {}
    try:
        filled = filled_for(ticket, version, language=language, answers=answers, by=request.user, now=now)
    except BadTemplate as error:
        return _cannot(request, ticket, error)
    return _given(request, ticket, filled, written=str(used(version, filled)))


def _options(request: Request, ticket: Ticket, *, language: str, typed: str, now: datetime) -> Sequence[Option]:
    proposed = proposed_templates(ticket, language=language, typed=typed)
    facts = facts_of(ticket, by=request.user, now=now) if proposed else {}
    found = []
    for one in proposed:
        version: TemplateVersion = one.template.published  # type: ignore[assignment]
        taken = language_for(version, language)
        found.append(
            Option(
                id=one.template.pk,
                name=shown_name(one.template),
                why=reason_words(one, language=language),
                preview=_preview(version.bodies.get(taken, ""), facts, language=taken),
                language=taken,
                language_words=language_name(taken),
                differs=taken != language,
                asks=bool(version.questions),
            )
        )
    return found


def _preview(body: str, facts: dict[str, object], *, language: str) -> str:
    try:
        text = fill(body, facts, language=language).text  # type: ignore[arg-type]
    except BadTemplate:
        return body[:LONGEST_PREVIEW]
    return " ".join(text.split())[:LONGEST_PREVIEW]


def _asked(
    request: Request, ticket: Ticket, template: ReplyTemplate, *, form: AnswersForm, language: str
) -> HttpResponse:
    context = {
        "ticket": ticket,
        "template": template,
        "name": shown_name(template),
        "form": form,
        "language": language,
        "title": _("Templates for this answer"),
    }
    page = "inbox/partials/template_questions.html" if _is_fetch(request) else "inbox/templates/ask.html"
    return no_cache(render(request, page, context, status=422 if form.errors else 200))


def _cannot(request: Request, ticket: Ticket, error: BadTemplate) -> HttpResponse:
    words = _("This template cannot be filled in here. %(problem)s") % {"problem": error}
    if _is_fetch(request):
        return no_cache(JsonResponse({"problem": words}, status=422))
    messages.warning(request, words)
    return redirect(ticket_url(ticket, request))


def _given(request: Request, ticket: Ticket, filled: Filled, *, written: str) -> HttpResponse:
    if _is_fetch(request):
        said = {"text": filled.text, "language": filled.language, "template": written, "open": len(filled.missing)}
        return no_cache(JsonResponse(said))
    draft = Draft.objects.filter(ticket=ticket, user=request.user).first()
    text = "\n\n".join(filter(None, (draft.text if draft else "", filled.text)))
    keep_draft(ticket, text, seen=draft.seen if draft else None, by=request.user, template=written)
    return redirect(ticket_url(ticket, request))


def _is_fetch(request: Request) -> bool:
    """Whether a script of ours asks, which takes parts of pages and JSON."""
    return request.headers.get("X-Requested-With") == "fetch"
