"""What an agent does with a ticket besides writing: actions with a form of their own, and those of one press."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inbox.errors import InboxError
from inbox.forms.ticket_work import WorkForm
from inbox.models import Message, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.tickets import checklists, hand_over, links, snooze, spam
from inbox.tickets.endings import answer_needed_for
from inbox.tickets.merge import unmerge
from inbox.tickets.topics import TOPICS
from inbox.views.marks import mark_of
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.ticket import changed, refused, ticket_url
from inbox.views.ticket.ticket_extras import extras_context
from inbox.views.ticket.work_actions import ACTIONS, WorkAction, actions_for


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def work(request: Request, ticket_id: int, name: str) -> HttpResponse:
    """The form of one action; carried out, the ticket as it is then. What is refused comes back as typed.

    Whoever comes by an address to what cannot be done is led to the ticket, and told.
    """
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    if (action := ACTIONS.get(name)) is None:
        raise Http404
    if request.method == "GET" and not request.htmx and action not in actions_for(ticket):
        messages.info(request, _("“%(action)s” is not for this ticket as it is now.") % {"action": action.title})
        return redirect(ticket_url(ticket, request))
    given = request.POST if request.method == "POST" else None
    form = action.form(given, ticket=ticket, user=request.user, now=now, asked=request.GET.dict())
    if request.method != "POST":
        return _panel(request, action, form)
    if not form.is_valid():
        return _panel(request, action, form, status=422)
    try:
        goes_on_with = action.do(form, by=request.user, now=now)
    except InboxError as error:
        form.add_error(None, str(error))
        return _panel(request, action, form, status=422)
    return done(request, ticket) if goes_on_with is None else _gone_to(request, goes_on_with)


def _pressed(verb: Callable[..., None]) -> Callable[[Request, int], HttpResponse]:
    """The view of an action that needs nothing but a press."""

    @allowed(may_answer)
    @require_POST
    def view(request: Request, ticket_id: int) -> HttpResponse:
        ticket = get_object_or_404(ticket_of(request.user, ticket_id))
        try:
            verb(ticket, by=request.user, now=timezone.now())
        except InboxError as error:
            return refused(request, ticket, error)
        return done(request, ticket)

    return view


wake = _pressed(snooze.wake)
mark_spam = _pressed(spam.mark_spam)
not_spam = _pressed(spam.not_spam)
note_read = _pressed(hand_over.note_read)


@allowed(may_answer)
@require_POST
def add_step(request: Request, ticket_id: int) -> HttpResponse:
    """step: what is to be done; an empty one is left out."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    try:
        checklists.add_steps(ticket, [request.POST.get("step", "")], by=request.user, now=timezone.now())
    except InboxError as error:
        return refused(request, ticket, error)
    return done(request, ticket)


@allowed(may_answer)
@require_POST
def use_list(request: Request, ticket_id: int) -> HttpResponse:
    """topic: whose list is put on the ticket."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    topic = request.POST.get("topic", "")
    try:
        checklists.use_list(ticket, topic=topic if topic in TOPICS else "", by=request.user, now=timezone.now())
    except InboxError as error:
        return refused(request, ticket, error)
    return done(request, ticket)


@allowed(may_answer)
@require_POST
def step(request: Request, ticket_id: int, step_id: int) -> HttpResponse:
    """act: "tick", "untick" or "remove"; anything else, and what a colleague has removed, only shows the steps anew."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    found = ticket.steps.filter(pk=step_id).first()
    acts = {"tick": checklists.tick, "untick": checklists.untick, "remove": checklists.remove_step}
    act = acts.get(request.POST.get("act", ""))
    if found and act:
        act(found, by=request.user, now=timezone.now())
    return done(request, ticket)


@allowed(may_answer)
@require_POST
def unlink(request: Request, ticket_id: int, other_id: int) -> HttpResponse:
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    other = get_object_or_404(Ticket.objects.visible_to(request.user), id=other_id)
    links.unlink(ticket, other, by=request.user, now=timezone.now())
    return done(request, ticket)


@allowed(may_answer)
@require_POST
def take_apart(request: Request, ticket_id: int) -> HttpResponse:
    """Take the merge of this ticket back, and go to it."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id).select_related("merged_into"))
    into = ticket.merged_into or ticket
    try:
        unmerge(ticket, by=request.user, now=timezone.now())
    except InboxError as error:
        return refused(request, into, error)
    return _gone_to(request, ticket)


@allowed(may_answer)
@require_POST
def message_answer_needed(request: Request, message_id: int) -> HttpResponse:
    """A bare thank-you was more than that."""
    visible = Ticket.objects.visible_to(request.user)
    message = get_object_or_404(Message.objects.select_related("ticket").filter(ticket__in=visible), id=message_id)
    answer_needed_for(message, by=request.user, now=timezone.now())
    return done(request, message.ticket)


def done(request: Request, ticket: Ticket) -> HttpResponse:
    """What the action may have changed, and no form any more."""
    now = timezone.now()
    response = changed(request, ticket, now=now)
    if request.htmx:
        found = get_object_or_404(ticket_of(request.user, ticket.pk))
        context = {**extras_context(found, user=request.user, now=now), "ticket": found, "beside": True}
        context["query"] = request.GET.urlencode()
        response.content += render_to_string("inbox/partials/work_none.html", context, request).encode()
        response.content += render_to_string("inbox/partials/ticket_extras.html", context, request).encode()
    return response


def _gone_to(request: Request, ticket: Ticket) -> HttpResponse:
    response = redirect(ticket_url(ticket, request))
    return HttpResponse(headers={"HX-Redirect": response.url}) if request.htmx else response


def _panel(request: Request, action: WorkAction, form: WorkForm, *, status: int = 200) -> HttpResponse:
    ticket = form.ticket
    context = {
        "ticket": ticket,
        "mark": mark_of(ticket.account.marketplace),
        "action": action,
        "form": form,
        "title": action.title,
        "query": request.GET.urlencode(),
    }
    page = "inbox/partials/work_panel.html" if request.htmx else "inbox/work.html"
    return no_cache(render(request, page, context, status=status))
