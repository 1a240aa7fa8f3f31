"""Templates out to a file, and in from one: ours, or the macros of other helpdesks, with what could not come along."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from inbox.answering.importing import Kept, keep_imported
from inbox.forms.template_pages import ImportForm
from inbox.people.permissions import allowed, may_write_templates
from inbox.views.request import Request
from inbox.words.languages import language_name
from templates_app.exchange import own_file
from templates_app.exchange.carried import Loss, NotCarried, UnknownFile
from templates_app.exchange.reading import read_file
from templates_app.models import ReplyTemplate

LARGEST_FILE = 5_000_000
SOURCES = {"guichet": "Guichet", "zendesk": "Zendesk", "gorgias": "Gorgias", "freshdesk": "Freshdesk"}


@dataclass(frozen=True)
class Report:
    """What an import did. losses: by template, what did not come along. forbidden: by template, what must change."""

    source: str
    kept: Sequence[ReplyTemplate]
    losses: Sequence[tuple[str, Sequence[str]]]
    forbidden: Sequence[tuple[str, Sequence[str]]]


@allowed(may_write_templates)
@require_http_methods(["GET", "POST"])
def import_templates(request: Request) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None, initial={"language": request.user.language or "fr"})
    report = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size > LARGEST_FILE:
                raise UnknownFile
            imported = read_file(upload.read(), language=form.cleaned_data["language"])
            report = _report(keep_imported(imported, by=request.user, now=timezone.now()))
        except UnknownFile:
            form.add_error("file", _("This is no file of templates that Guichet can read. Nothing was kept."))
    context = {"form": form, "report": report, "title": _("Import templates")}
    return render(request, "inbox/templates/import.html", context, status=422 if form.errors else 200)


@allowed(may_write_templates)
@require_GET
def export_templates(request: Request) -> HttpResponse:
    """The published words of all templates in use."""
    del request
    rows = ReplyTemplate.objects.usable().select_related("published").order_by("topic", "name")
    headers = {"Content-Disposition": 'attachment; filename="guichet-templates.json"'}
    return HttpResponse(own_file.written(rows), content_type="application/json; charset=utf-8", headers=headers)


def _report(kept: Kept) -> Report:
    by_name: dict[str, list[str]] = defaultdict(list)
    for one in kept.losses:
        by_name[one.name or _("the file")].append(_loss_words(one))
    forbidden = [(f"{one.name} ({language_name(one.language)})", one.words) for one in kept.forbidden]
    return Report(SOURCES[kept.source], kept.templates, sorted(by_name.items()), forbidden)


def _loss_words(one: NotCarried) -> str:
    match one.loss:
        case Loss.ACTION:
            return _("does no more: %(what)s") % {"what": one.what}
        case Loss.ASKED:
            return _("asks the agent for: %(what)s") % {"what": one.what}
        case Loss.FILES:
            return _("comes without its files: %(what)s") % {"what": one.what}
        case Loss.SWITCHED_OFF:
            return _("was not in use there")
        case Loss.INTERNAL:
            return _("left out: it writes an internal note")
        case Loss.MORE_PAGES:
            return _("holds one page of several: import the other pages too")
        case Loss.THERE_ALREADY:
            return _("left out: there is one of this name")
    if one.what:
        return _("left out: %(why)s") % {"why": one.what}
    return _("left out: it has no words") if one.name else _("left out: one without a name")
