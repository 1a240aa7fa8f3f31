"""The templates: narrowed down, with how each one does; and where a language is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.answering.figures import NOTHING, TemplateFigures, figures_by_template
from inbox.answering.gaps import language_gaps
from inbox.forms.template_pages import TemplateFilterForm
from inbox.people.permissions import allowed, may_use_templates, may_write_templates
from inbox.views.request import Request
from inbox.views.templates.template_words import marketplace_words, share_words, topic_words
from inbox.words.languages import language_name
from templates_app.library.names import shown_name
from templates_app.models import ReplyTemplate


@dataclass(frozen=True)
class TemplateLine:
    """One template in the list. languages: codes with names. sent: replies of the last 90 days."""

    id: int
    name: str
    topic: str
    family: str
    marketplaces: str
    languages: Sequence[tuple[str, str]]
    sent: int
    edited: str
    at_once: str
    review_on: date | None
    is_due: bool
    is_draft: bool
    is_retired: bool


@allowed(may_use_templates)
@require_GET
def templates(request: Request) -> HttpResponse:
    today = timezone.localdate()
    form = TemplateFilterForm(request.GET)
    found = _narrowed(form, today=today)
    figures = figures_by_template(timezone.now())
    context = {
        "title": _("Templates"),
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "lines": [_line(one, figures, today=today) for one in found],
        "due": ReplyTemplate.objects.kept().to_review(today).count(),
        "may_write": may_write_templates(request.user),
    }
    return render(request, "inbox/templates/list.html", context)


@allowed(may_use_templates)
@require_GET
def gaps(request: Request) -> HttpResponse:
    found = [
        {
            "language": gap.language,
            "name": language_name(gap.language),
            "share": share_words(gap.tickets, gap.looked_at),
            "missing": [(one.pk, shown_name(one)) for one in gap.missing],
        }
        for gap in language_gaps(request.user)
    ]
    context = {"title": _("Missing languages"), "gaps": found, "may_write": may_write_templates(request.user)}
    return render(request, "inbox/templates/gaps.html", context)


def _narrowed(form: TemplateFilterForm, *, today: date) -> list[ReplyTemplate]:
    """What is not valid narrows nothing."""
    form.is_valid()
    given = form.cleaned_data
    rows = _shown(given.get("show", ""), today)
    if given.get("topic"):
        rows = rows.filter(topic=given["topic"])
    if given.get("family"):
        rows = rows.filter(family=given["family"])
    if given.get("marketplace"):
        rows = rows.filter(marketplaces=[]) | rows.filter(marketplaces__contains=[given["marketplace"]])
    found = list(rows.select_related("published").annotate(newest=Max("versions__number")).order_by("topic", "name"))
    if given.get("show") == "draft":
        found = [one for one in found if _is_draft(one)]
    if language := given.get("language"):
        found = [one for one in found if one.published and language in one.published.bodies]
    wanted = given.get("q", "").strip().lower()
    return [one for one in found if wanted in _words(one)]


def _shown(show: str, today: date) -> QuerySet[ReplyTemplate]:
    if show == "retired":
        return ReplyTemplate.objects.exclude(retired_at=None)
    kept = ReplyTemplate.objects.kept()
    return kept.to_review(today) if show == "due" else kept


def _words(template: ReplyTemplate) -> str:
    bodies = template.published.bodies.values() if template.published else ()
    return "\n".join([shown_name(template), template.name, *bodies]).lower()


def _is_draft(template: ReplyTemplate) -> bool:
    """Whether its newest version, annotated as `newest`, is not the published one."""
    return template.published is None or template.published.number != template.newest  # type: ignore[attr-defined]


def _line(template: ReplyTemplate, figures: Mapping[int, TemplateFigures], *, today: date) -> TemplateLine:
    own = figures.get(template.pk, NOTHING)
    bodies = template.published.bodies if template.published else {}
    return TemplateLine(
        id=template.pk,
        name=shown_name(template),
        topic=topic_words(template.topic) or _("any topic"),
        family=str(template.get_family_display()),
        marketplaces=marketplace_words(template.marketplaces),
        languages=[(language, language_name(language)) for language in bodies],
        sent=own.sent,
        edited=share_words(own.edited, own.sent),
        at_once=share_words(own.at_once, own.solved),
        review_on=template.review_on,
        is_due=template.is_due(today),
        is_draft=_is_draft(template),
        is_retired=template.retired_at is not None,
    )
