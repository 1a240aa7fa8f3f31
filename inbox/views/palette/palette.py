"""The command palette's answers: what the text that somebody types there may mean."""

from collections.abc import Iterator

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.lists.filters import LONGEST_SEARCH, Filters
from inbox.models import Status, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.tickets.jump import tickets_meant
from inbox.views.palette.command_places import places_for, search_for, views_for
from inbox.views.palette.command_ticket import actions_on, choices_for
from inbox.views.palette.commands import Command, CommandGroup, Way, meant
from inbox.views.request import Request, no_cache, number_given
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.subjects import subject_of


@allowed(may_answer)
@require_GET
def commands(request: Request) -> HttpResponse:
    """q: what was typed. ticket: the open one, if any. Its list's filters go with it."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    groups = [group for group in _groups(request, text) if group.commands]
    number = sum(len(group.commands) for group in groups)
    return no_cache(render(request, "inbox/partials/commands.html", {"groups": groups, "number": number}))


def _groups(request: Request, text: str) -> Iterator[CommandGroup]:
    if text:
        yield CommandGroup(_("Tickets"), [_opening(ticket) for ticket in tickets_meant(text, request.user)])
    yield CommandGroup(_("This ticket"), meant(_on_open_ticket(request, text), text))
    yield CommandGroup(_("Views"), meant(views_for(request.user), text))
    yield CommandGroup(_("Pages"), meant(places_for(request.user), text))
    if text:
        yield CommandGroup(_("Search"), [search_for(text)])


def _on_open_ticket(request: Request, text: str) -> Iterator[Command]:
    number = number_given(request, "ticket")
    ticket = ticket_of(request.user, number).first() if number else None
    if ticket is None:
        return
    query = Filters.read(QueryDict(request.GET.get("list", ""))).query
    yield from actions_on(ticket, request.user, query=query)
    if text:
        yield from choices_for(ticket, request.user, query=query)


def _opening(ticket: Ticket) -> Command:
    status = str(Status(ticket.status).label)
    about = " · ".join(filter(None, (f"#{ticket.pk}", ticket.order_id, subject_of(ticket), status)))
    return Command(ticket.buyer_called, "ticket", Way.GO, reverse("ticket", args=[ticket.pk]), about=about)
