"""Files for a reply: picked, kept with the draft, taken off again. Works without JavaScript too."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inbox.errors import InboxError
from inbox.forms.writing import DraftForm
from inbox.models import Draft, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.sending.draft_files import add_files, remove_file
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.ticket import ticket_url
from inbox.views.writing.composer_files import composer_files
from inbox.views.writing.typed import Typed, keep_typed


@allowed(may_answer)
@require_POST
def add(request: Request, ticket_id: int) -> HttpResponse:
    """Keep the chosen files with the draft, or say why the marketplace would not take them."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    problem = ""
    try:
        add_files(ticket, request.FILES.getlist("files"), by=request.user)
    except InboxError as error:
        problem = str(error)
    return _answer(request, ticket, problem)


@allowed(may_answer)
@require_POST
def remove(request: Request, ticket_id: int) -> HttpResponse:
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    number = request.POST.get("file", "")
    if number.isdecimal() and len(number) < 18:
        remove_file(ticket, int(number), by=request.user)
    return _answer(request, ticket, "")


def _answer(request: Request, ticket: Ticket, problem: str) -> HttpResponse:
    """The list of files for htmx; else the page again, with the text that was typed meanwhile."""
    if request.htmx:
        draft = Draft.objects.filter(ticket=ticket, user=request.user).first()
        context = {"ticket": ticket, "files": composer_files(ticket, draft, problem=problem)}
        return no_cache(render(request, "inbox/partials/composer_files.html", context))
    if problem:
        messages.warning(request, problem)
    form = DraftForm(request.POST)
    if form.is_valid() and form.cleaned_data["body"].strip():
        keep_typed(ticket, Typed.of(form), by=request.user)
    return redirect(ticket_url(ticket, request))
