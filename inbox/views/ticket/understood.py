"""What was read in a message and why; put right with one press."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inbox.errors import InboxError
from inbox.models import Message, Ticket, Understanding
from inbox.people.permissions import allowed, may_answer
from inbox.understanding.corrections import correct
from inbox.views.request import Request, no_cache
from inbox.views.ticket.ticket import changed, refused
from inbox.views.ticket.understood_lines import understood_panel


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def understood(request: Request, message_id: int) -> HttpResponse:
    """column, value: what is put right (inbox/understanding/corrections.py)."""
    rows = Understanding.objects.filter(message__ticket__in=Ticket.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("message__ticket__account"), pk=message_id)
    if request.method == "POST":
        return _put_right(request, row.message)
    page = "inbox/partials/understood.html" if request.htmx else "inbox/understood.html"
    context = {"ticket": row.message.ticket, "understood": understood_panel(row)}
    return no_cache(render(request, page, context))


def _put_right(request: Request, message: Message) -> HttpResponse:
    now = timezone.now()
    column, value = request.POST.get("column", ""), request.POST.get("value", "")
    try:
        correct(message, column=column, given=value, by=request.user, now=now)
    except InboxError as error:
        return refused(request, message.ticket, error)
    if not request.htmx:
        return redirect("message_understood", message.pk)
    response = changed(request, message.ticket, now=now)
    row = Understanding.objects.get(pk=message.pk)
    context = {"ticket": message.ticket, "understood": understood_panel(row)}
    response.content += render_to_string("inbox/partials/understood.html", context, request).encode()
    return response
