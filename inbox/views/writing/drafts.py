"""What is being typed, kept while it is typed."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inbox import presence
from inbox.forms.writing import REPLY, DraftForm
from inbox.people.permissions import allowed, may_answer
from inbox.sending.drafts import drop_reply, wait_for_sending, was_sent
from inbox.sending.outbox import count_characters
from inbox.views.request import Request
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.ticket import ticket_url
from inbox.views.writing.typed import OtherWriter, Typed, check_writer, keep_typed, kept_words, key_of_page


@allowed(may_answer)
@require_POST
def draft(request: Request, ticket_id: int) -> HttpResponse:
    """Keep what has been typed so far. Answers what the page then says, and the length as the marketplace counts.

    sent: the text was sent already, its answer was lost on the way: the page forgets it.
    """
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"problem": _("not kept: too long")}, status=422)
    try:
        check_writer(form, request.user)
    except OtherWriter as error:
        return JsonResponse({"problem": str(error)}, status=409)
    typed = Typed.of(form)
    key = key_of_page(request.user, form.cleaned_data["key"])
    with transaction.atomic():
        wait_for_sending(ticket)
        if typed.kind == REPLY and was_sent(ticket, typed.text, by=request.user, key=key, now=now):
            drop_reply(ticket, by=request.user)
            return JsonResponse({"kept": "", "count": 0, "sent": True})
        kept = keep_typed(ticket, typed, by=request.user)
    presence.write(ticket.pk, request.user.pk, now)
    words = kept_words(kept, now=now) if kept else ""
    return JsonResponse({"kept": words, "count": count_characters(ticket, typed.text)})


@allowed(may_answer)
@require_POST
def drop(request: Request, ticket_id: int) -> HttpResponse:
    """Throw one's own text away."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    drop_reply(ticket, by=request.user)
    return redirect(ticket_url(ticket, request))
