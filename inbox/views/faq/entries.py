"""FAQ entries: the list with what is to be looked at again, and one to write."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox.forms.faq import FaqEntryForm
from inbox.people.permissions import allowed, may_read_faq, may_write_faq
from inbox.views.faq.proposal import Proposal, proposed_entry
from inbox.views.request import Request
from inbox.words.languages import language_name
from inbox.words.themes import theme_name
from templates_app import faq_entries
from templates_app.faq_export import FORMATS
from templates_app.models import FaqEntry


@allowed(may_read_faq)
@require_GET
def entries(request: Request) -> HttpResponse:
    today = timezone.localdate()
    found = entries_of(request)
    context = {
        "title": _("FAQ"),
        "themes": _by_theme(found),
        "stale_count": FaqEntry.objects.stale(today).count(),
        "today": today,
        "show": request.GET.get("show", ""),
        "language": request.GET.get("language", ""),
        "languages": [(code, language_name(code)) for code in _languages()],
        "formats": list(FORMATS),
        "query": request.GET.urlencode(),
        "may_write": may_write_faq(request.user),
    }
    return render(request, "inbox/faq.html", context)


@allowed(may_write_faq)
@require_http_methods(["GET", "POST"])
def new_entry(request: Request) -> HttpResponse:
    """With `question` and `answer` in the address what a question of buyers and a reply to one propose."""
    proposed = proposed_entry(request)
    initial = {**proposed.initial, "review_on": faq_entries.next_review(timezone.localdate())}
    return _edit(request, FaqEntryForm(request.POST or None, initial=initial), proposed)


@allowed(may_read_faq)
@require_http_methods(["GET", "POST"])
def entry(request: Request, entry_id: int) -> HttpResponse:
    found = get_object_or_404(FaqEntry, pk=entry_id)
    if not may_write_faq(request.user):
        return render(request, "inbox/faq_read.html", {"entry": found, "title": found.question})
    return _edit(request, FaqEntryForm(request.POST or None, instance=found), None)


@allowed(may_write_faq)
@require_POST
def reviewed(request: Request, entry_id: int) -> HttpResponse:
    faq_entries.reviewed(get_object_or_404(FaqEntry, pk=entry_id), by=request.user, now=timezone.now())
    messages.info(request, _("Kept: still right."))
    return redirect("faq")


@allowed(may_write_faq)
@require_POST
def delete(request: Request, entry_id: int) -> HttpResponse:
    get_object_or_404(FaqEntry, pk=entry_id).delete()
    messages.info(request, _("Deleted."))
    return redirect("faq")


def entries_of(request: Request) -> QuerySet[FaqEntry]:
    """What the address asks for: stale ones (`show=stale`), those of a language (`language`)."""
    found = FaqEntry.objects.order_by("language", "topic", "position", "id")
    if request.GET.get("show") == "stale":
        found = FaqEntry.objects.stale(timezone.localdate())
    if language := request.GET.get("language", ""):
        found = found.filter(language=language)
    return found


def _edit(request: Request, form: FaqEntryForm, proposed: Proposal | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kept = faq_entries.keep(form.save(commit=False), by=request.user, now=timezone.now())
        if proposed:
            proposed.keep_entry(kept)
        messages.info(request, _("Kept."))
        return redirect("faq")
    found = form.instance if form.instance.pk else None
    context: dict[str, Any] = {"form": form, "entry": found, "title": _("FAQ entry"), "proposed": proposed}
    return render(request, "inbox/faq_entry.html", context, status=422 if form.errors else 200)


def _languages() -> list[str]:
    return list(FaqEntry.objects.order_by("language").values_list("language", flat=True).distinct())


def _by_theme(found: QuerySet[FaqEntry]) -> list[tuple[str, list[FaqEntry]]]:
    """Under the name of the topic and language, in the order in which they come."""
    groups: dict[str, list[FaqEntry]] = {}
    for one in found:
        heading = f"{theme_name(one.topic) if one.topic else _('General')} · {language_name(one.language)}"
        groups.setdefault(heading, []).append(one)
    return list(groups.items())
