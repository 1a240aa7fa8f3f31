"""The versions of a template: compared, tried on real tickets, published, brought back, put away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox.answering.examples import example_tickets, tried
from inbox.answering.saving import BadBody, check_bodies
from inbox.models import Ticket, User
from inbox.people.permissions import allowed, may_use_templates, may_write_templates
from inbox.rules.keeping import answering_from
from inbox.views.request import Request, no_cache
from inbox.words.languages import language_name
from templates_app import versions
from templates_app.filling.errors import BadTemplate
from templates_app.library.names import shown_name
from templates_app.models import ReplyTemplate, TemplateVersion
from templates_app.questions import questions_from
from templates_app.versions import Difference, differences


@dataclass(frozen=True)
class VersionLine:
    """One version, with what it changed against the one before it."""

    number: int
    made_at: datetime
    made_by: str
    is_published: bool
    is_newest: bool
    changes: Sequence[tuple[str, Difference]]


@dataclass(frozen=True)
class Tried:
    """A body on one ticket. missing: what the ticket does not hold, in words."""

    ticket: Ticket
    text: str
    missing: Sequence[str]
    problem: str


@allowed(may_use_templates)
@require_GET
def template_versions(request: Request, template_id: int) -> HttpResponse:
    found = get_object_or_404(ReplyTemplate, pk=template_id)
    context = {
        "template": found,
        "title": shown_name(found),
        "lines": _lines(found),
        "words": [
            (language_name(language), language, text) for language, text in versions.newest(found).bodies.items()
        ],
        "may_write": may_write_templates(request.user),
    }
    return render(request, "inbox/templates/versions.html", context)


@allowed(may_write_templates)
@require_GET
def preview(request: Request, template_id: int) -> HttpResponse:
    """The newest version on three real tickets for each language."""
    now = timezone.now()
    found = get_object_or_404(ReplyTemplate, pk=template_id)
    version = versions.newest(found)
    tickets = example_tickets(found, request.user)
    context = {
        "template": found,
        "title": shown_name(found),
        "version": version,
        "is_published": version.pk == found.published_id and found.retired_at is None,
        "languages": [
            (
                language_name(language),
                language,
                [_tried(version, one, language, by=request.user, now=now) for one in ones],
            )
            for language, ones in tickets.items()
        ],
    }
    return no_cache(render(request, "inbox/templates/preview.html", context))


@allowed(may_write_templates)
@require_POST
def publish(request: Request, template_id: int) -> HttpResponse:
    """The version that was previewed, unless something in it is forbidden; one that came meanwhile is looked at."""
    found = get_object_or_404(ReplyTemplate, pk=template_id)
    newest = versions.newest(found)
    if request.POST.get("version") != str(newest.number):
        messages.warning(request, _("It was changed meanwhile. Look at the words as they are now."))
        return redirect("template_preview", template_id)
    try:
        check_bodies(newest.bodies, questions_from(newest.questions), marketplaces=found.marketplaces)
    except BadBody as error:
        messages.warning(request, _("Not published. %(problem)s") % {"problem": error})
        return redirect("template", template_id)
    versions.publish(newest)
    messages.info(request, _("Published: from now on it is proposed with these words."))
    return redirect("templates")


@allowed(may_write_templates)
@require_POST
def bring_back(request: Request, template_id: int, number: int) -> HttpResponse:
    version = get_object_or_404(TemplateVersion, template=template_id, number=number)
    versions.bring_back(version, by=request.user, now=timezone.now())
    return redirect("template_preview", template_id)


@allowed(may_write_templates)
@require_POST
def retire(request: Request, template_id: int) -> HttpResponse:
    """Put it away, or with `back` take it out again."""
    found = get_object_or_404(ReplyTemplate, pk=template_id)
    if "back" in request.POST:
        versions.unretire(found)
        messages.info(request, _("It is in use again."))
    else:
        versions.retire(found, now=timezone.now())
        messages.info(request, _("Put away: it is not proposed any more. Its versions are kept."))
        if rules := answering_from(template_id):
            names = ", ".join(rule.name for rule in rules)
            messages.warning(
                request, _("Rules that answer from it cannot do so any more: %(names)s") % {"names": names}
            )
    return redirect("templates")


def _lines(template: ReplyTemplate) -> list[VersionLine]:
    """The newest first."""
    rows = list(template.versions.select_related("made_by").order_by("number"))
    before: list[TemplateVersion | None] = [None, *rows[:-1]]
    lines = [
        VersionLine(
            number=row.number,
            made_at=row.made_at,
            made_by=str(row.made_by) if row.made_by else "Guichet",
            is_published=row.pk == template.published_id,
            is_newest=row is rows[-1],
            changes=[(_part_name(one), one) for one in differences(last, row)] if last else (),
        )
        for last, row in zip(before, rows, strict=True)
    ]
    return lines[::-1]


def _part_name(change: Difference) -> str:
    return language_name(change.language) or _("Questions to the agent")


def _tried(version: TemplateVersion, ticket: Ticket, language: str, *, by: User, now: datetime) -> Tried:
    try:
        filled = tried(version, ticket, language=language, by=by, now=now)
    except BadTemplate as error:
        return Tried(ticket, "", (), str(error))
    return Tried(ticket, filled.text, list(dict.fromkeys(one.label for one in filled.missing)), "")
