"""The proof of a ticket, as a page to print and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from inbox.api.proof import proof_out
from inbox.people.permissions import allowed, may_answer
from inbox.proof.proof import proof_of
from inbox.proof.sheet import Sheet
from inbox.views.deadlines.proof_words import sheet_of
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import ticket_of


@allowed(may_answer)
@require_GET
def proof(request: Request, ticket_id: int) -> HttpResponse:
    """?texts=1: with the messages' texts."""
    sheet = _sheet(request, ticket_id)
    context = {"title": sheet.title, "sheet": sheet, "ticket_id": ticket_id, "with_texts": _with_texts(request)}
    return no_cache(render(request, "inbox/proof.html", context))


@allowed(may_answer)
@require_GET
def proof_pdf(request: Request, ticket_id: int) -> HttpResponse:
    """?texts=1: with the messages' texts."""
    from inbox.proof.pdf import pdf_of  # noqa: PLC0415  reading the code of fonts takes longer than any page

    sheet = _sheet(request, ticket_id)
    name = f"guichet-{ticket_id}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = pdf_of(sheet, made_at=timezone.now())
    return no_cache(HttpResponse(content, content_type="application/pdf", headers=headers))


@allowed(may_answer)
@require_GET
def proof_json(request: Request, ticket_id: int) -> HttpResponse:
    """The same as the API gives, to be kept as a file. ?texts=1: with the messages' texts."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    found = proof_out(ticket, timezone.now(), with_texts=_with_texts(request))
    headers = {"Content-Disposition": f'attachment; filename="guichet-{ticket_id}.json"'}
    return no_cache(HttpResponse(found.model_dump_json(indent=1), content_type="application/json", headers=headers))


def _sheet(request: Request, ticket_id: int) -> Sheet:
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    return sheet_of(proof_of(ticket, timezone.now(), with_texts=_with_texts(request)))


def _with_texts(request: Request) -> bool:
    return request.GET.get("texts") == "1"
