"""Forwarding to a carrier or supplier: the form, and what people do with a mail that has been queued."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox.errors import InboxError
from inbox.forms.forwarding import ForwardForm, choice_of
from inbox.forwards import outbox
from inbox.forwards.mailboxes import mailboxes_for
from inbox.forwards.marks import bare_subject
from inbox.forwards.picked_files import pick, picked_files, put_off
from inbox.forwards.quoting import quotable, with_quotes
from inbox.models import Forward, ForwardFile, ForwardMail, PickedFile, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.views.marks import mark_of
from inbox.views.request import Request, back_to, no_cache
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.ticket import conversation_response, refused
from inbox.views.ticket.ticket_work import done
from inbox.views.writing.composer_files import forward_files
from inbox.views.writing.typed import key_of_page

KNOWN_ADDRESSES = 20
ACTS: dict[str, Callable[..., object]] = {
    "cancel": outbox.cancel,
    "again": outbox.send_again,
    "leave": outbox.leave_it,
    "was-sent": outbox.confirm_sent,
    "was-not-sent": outbox.confirm_not_sent,
}


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def forward(request: Request, ticket_id: int) -> HttpResponse:
    """The form; sent, the ticket. "insert" puts the chosen messages into the text, where they can be shortened."""
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    boxes = mailboxes_for(ticket, user=request.user)
    if request.method != "POST":
        return _panel(request, ForwardForm(ticket, boxes, initial=_begun(request, ticket), now=now))
    problem = _pick(request, ticket)
    if "insert" in request.POST:
        form = ForwardForm(ticket, boxes, initial=_inserted(request, ticket), now=now)
        return _panel(request, form, problem=problem)
    form = ForwardForm(ticket, boxes, data=request.POST, now=now)
    if problem or not form.is_valid():
        return _panel(request, form, status=422, problem=problem)
    try:
        key = key_of_page(request.user, form.cleaned_data["key"])
        wanted = form.wanted(picked_files(ticket, request.user))
        outbox.queue_forward(ticket, wanted, by=request.user, now=now, idempotency_key=key)
    except InboxError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _panel(request, form, status=422)
    return done(request, ticket)


@allowed(may_answer)
@require_POST
def add_files(request: Request, ticket_id: int) -> HttpResponse:
    """Keep the chosen files for this mail, or say why they cannot go by mail."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    return _files(request, ticket, problem=_pick(request, ticket))


@allowed(may_answer)
@require_POST
def remove_file(request: Request, ticket_id: int) -> HttpResponse:
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    number = request.POST.get("file", "")
    if number.isdecimal() and len(number) < 18:
        put_off(ticket, int(number), by=request.user)
    return _files(request, ticket)


@allowed(may_answer)
@require_POST
def act(request: Request, forward_id: int, verb: str) -> HttpResponse:
    """One press on a mail that has been queued; then its conversation."""
    now = timezone.now()
    found = get_object_or_404(
        Forward.objects.visible_to(request.user).select_related("ticket", "account"), pk=forward_id
    )
    ticket = get_object_or_404(ticket_of(request.user, found.ticket_id))
    if verb not in ACTS:
        raise Http404
    try:
        ACTS[verb](found, by=request.user, now=now)
    except InboxError as error:
        return refused(request, ticket, error)
    if request.htmx:
        return conversation_response(request, ticket, now=now)
    return back_to(request, redirect("ticket", ticket.pk).url)


@allowed(may_answer)  # type: ignore[arg-type]
@require_GET
def file(request: Request, file_id: int) -> HttpResponseBase:
    """A file of an answer."""
    visible = ForwardFile.objects.filter(mail__forward__in=Forward.objects.visible_to(request.user))
    return _download(get_object_or_404(visible, pk=file_id))


@allowed(may_answer)  # type: ignore[arg-type]
@require_GET
def picked_file(request: Request, picked_id: int) -> HttpResponseBase:
    """A file that went along with a mail of ours."""
    visible = PickedFile.objects.filter(forward__in=Forward.objects.visible_to(request.user))
    return _download(get_object_or_404(visible, pk=picked_id))


def _download(found: ForwardFile | PickedFile) -> HttpResponseBase:
    """Never shown in the page: it comes from outside."""
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def _begun(request: Request, ticket: Ticket) -> dict[str, Any]:
    """What the form starts with. By the address: `message` to quote, `after` an answer, `again` a mail of ours."""
    initial: dict[str, Any] = {"key": uuid.uuid4().hex, "subject": _("Our reference %(n)d") % {"n": ticket.pk}}
    if (number := request.GET.get("message", "")).isdigit():
        initial["body"] = with_quotes("", quotable(ticket).select_related("account").filter(pk=int(number)))
    if (number := request.GET.get("after", "")).isdigit():
        answers = ForwardMail.objects.select_related("forward").filter(forward__ticket=ticket)
        mail = get_object_or_404(answers, pk=int(number))
        subject, sender = bare_subject(mail.forward.subject), mail.forward.account_id
        initial |= {"to": mail.sender, "subject": subject, "sender": sender, "follows": mail.pk}
    if (number := request.GET.get("again", "")).isdigit():
        ours = get_object_or_404(ticket.forwards.all(), pk=int(number))
        initial |= {"to": ours.to, "subject": bare_subject(ours.subject), "body": ours.body_text}
        files = [choice_of(file) for file in ours.along]
        initial |= {"sender": ours.account_id, "follows": ours.follows_id, "along": files}
    return initial


def _inserted(request: Request, ticket: Ticket) -> dict[str, Any]:
    """What was typed, with the chosen messages below the text; they are chosen no more."""
    typed = _typed(request)
    ids = [int(number) for number in request.POST.getlist("messages") if number.isdigit()]
    chosen = quotable(ticket).select_related("account").filter(pk__in=ids)
    return typed | {"body": with_quotes(typed["body"], chosen)}


def _typed(request: Request) -> dict[str, Any]:
    names = ("sender", "to", "subject", "body", "key", "follows")
    return {name: request.POST.get(name, "") for name in names} | {"along": request.POST.getlist("along")}


def _pick(request: Request, ticket: Ticket) -> str:
    """Keep the files that came with this request; return why they cannot go by mail, or ""."""
    try:
        pick(ticket, request.FILES.getlist("files"), by=request.user)
    except InboxError as error:
        return str(error)
    return ""


def _files(request: Request, ticket: Ticket, *, problem: str = "") -> HttpResponse:
    """The list of files for htmx; else the form again, as typed."""
    if request.htmx:
        context = {"ticket": ticket, "files": forward_files(ticket, request.user, problem=problem)}
        return no_cache(render(request, "inbox/partials/composer_files.html", context))
    boxes = mailboxes_for(ticket, user=request.user)
    form = ForwardForm(ticket, boxes, initial=_typed(request), now=timezone.now())
    return _panel(request, form, status=422 if problem else 200, problem=problem)


def _panel(request: Request, form: ForwardForm, *, status: int = 200, problem: str = "") -> HttpResponse:
    ticket = form.ticket
    known = Forward.objects.visible_to(request.user).order_by("-id").values_list("to", flat=True)[:200]
    context = {
        "ticket": ticket,
        "mark": mark_of(ticket.account.marketplace),
        "form": form,
        "files": forward_files(ticket, request.user, problem=problem),
        "title": _("Forward by mail"),
        "known": list(dict.fromkeys(known))[:KNOWN_ADDRESSES],
        "query": _without_start(request),
    }
    page = "inbox/partials/forward_panel.html" if request.htmx else "inbox/forward.html"
    return no_cache(render(request, page, context, status=status))


def _without_start(request: Request) -> str:
    """The list's own filters, for the way back."""
    query = request.GET.copy()
    for name in ("message", "after", "again"):
        query.pop(name, None)
    return query.urlencode()
