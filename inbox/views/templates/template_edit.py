"""Write a template: a new one or the next version of one; what is typed is checked as it is typed."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inbox.answering.saving import findings_in
from inbox.forms.reply_templates import ReplyTemplateForm
from inbox.people.permissions import allowed, may_write_templates
from inbox.views.faq.proposal import proposed_template
from inbox.views.request import Request, no_cache
from inbox.views.templates.body_check import body_check
from templates_app import versions
from templates_app.languages import LANGUAGES
from templates_app.library.names import shown_name
from templates_app.models import ReplyTemplate
from templates_app.placeholders import PLACEHOLDERS, fallback_of, sample_words
from templates_app.questions import BadQuestion

REVIEW_AFTER = timedelta(days=365)


@allowed(may_write_templates)
@require_http_methods(["GET", "POST"])
def new_template(request: Request) -> HttpResponse:
    """With `question` and `answer` in the address what a question of buyers and a reply to one propose."""
    proposed = proposed_template(request)
    initial = {"owner": request.user, "review_on": timezone.localdate() + REVIEW_AFTER, "family": "information"}
    form = ReplyTemplateForm(request.POST or None, initial={**initial, **proposed.initial})
    if request.method == "POST" and form.is_valid():
        made = versions.make(form.about, form.content, by=request.user, now=timezone.now())
        proposed.keep_template(made)
        return redirect("template_preview", made.pk)
    return _page(request, form, None)


@allowed(may_write_templates)
@require_http_methods(["GET", "POST"])
def template(request: Request, template_id: int) -> HttpResponse:
    """Kept as the next version, which is then looked at on real tickets before it is published."""
    found = get_object_or_404(ReplyTemplate, pk=template_id)
    newest = versions.newest(found)
    form = ReplyTemplateForm.showing(found, newest, request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, found)
    kept = versions.change(found, form.about, form.content, by=request.user, now=timezone.now())
    if kept.pk == found.published_id:
        messages.info(request, _("Kept. The words are the same as before."))
        return redirect("templates")
    return redirect("template_preview", found.pk)


@allowed(may_write_templates)
@require_POST
def check(request: Request) -> HttpResponse:
    """One body of the form as it is being typed: what is wrong and where, else how it reads with examples."""
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        return HttpResponse(status=422)
    form = ReplyTemplateForm(request.POST)
    body = request.POST.get(f"body_{language}", "").replace("\x00", "").replace("\r\n", "\n")
    context: dict[str, object] = {"language": language}
    try:
        questions = form.questions_asked()
        findings = findings_in(body, questions, language=language, marketplaces=form.marketplaces_asked())
        context["check"] = body_check(body, questions, findings, language)
    except BadQuestion as error:
        context["problem"] = str(error)
    return no_cache(render(request, "inbox/partials/template_check.html", context))


def _page(request: Request, form: ReplyTemplateForm, found: ReplyTemplate | None) -> HttpResponse:
    language = get_language() or LANGUAGES[0]
    context = {
        "form": form,
        "template": found,
        "title": shown_name(found) if found else _("New template"),
        "placeholders": [(one, sample_words(one), fallback_of(one.path, language)) for one in PLACEHOLDERS],
    }
    return render(request, "inbox/templates/edit.html", context, status=422 if form.errors else 200)
