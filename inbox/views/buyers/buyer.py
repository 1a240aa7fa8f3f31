"""One buyer: what there is of him, all of it as a file, and forgetting him."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from inbox.erasure import erase_buyer, export_buyer
from inbox.erasure.person import Person, people_called, person_of
from inbox.errors import InboxError
from inbox.forms.buyers import EraseForm
from inbox.models import Buyer, ErasureReason, ErasureReceipt, User
from inbox.models.ticket import CLAIM
from inbox.people.permissions import allowed, may_answer, may_erase_buyers, may_export_buyers
from inbox.views.buyers.buyer_lines import buyer_lines
from inbox.views.buyers.erasure_words import receipt_lines
from inbox.views.marks import mark_of
from inbox.views.request import Request, no_cache

MOST_RECEIPTS = 200


@allowed(may_answer)
@require_GET
def buyer(request: Request, buyer_id: int) -> HttpResponse:
    found = buyer_or_404(request.user, buyer_id)
    person = person_of(found)
    context = {
        **_about(found),
        "names": sorted(person.names - {str(found).lower()}),
        "lines": buyer_lines(_everywhere(found, person), user=request.user, now=timezone.now()),
        "may_export": may_export_buyers(request.user),
        "may_erase": may_erase_buyers(request.user),
    }
    return no_cache(render(request, "inbox/buyer.html", context))


@allowed(may_export_buyers)  # type: ignore[arg-type]
@require_GET
def export(request: Request, buyer_id: int) -> HttpResponseBase:
    found = buyer_or_404(request.user, buyer_id)
    answer = FileResponse(export_buyer(found), as_attachment=True, filename=f"buyer-{found.pk}.zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@allowed(may_erase_buyers)
@require_http_methods(["GET", "POST"])
def erase(request: Request, buyer_id: int) -> HttpResponse:
    found = buyer_or_404(request.user, buyer_id)
    form = EraseForm(request.POST or None, buyer=found)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = erase_buyer(found, by=request.user, reason=ErasureReason.ASKED, now=timezone.now())
        except InboxError as error:
            form.add_error(None, str(error))
        else:
            messages.info(request, _("The buyer was erased. Proof number %(number)s.") % {"number": receipt.pk})
            return redirect("buyer", buyer_id=found.pk)
    person = person_of(found)
    context = {
        **_about(found),
        "form": form,
        "open_claims": person.claims.filter(ended_at=None).count(),
        "waiting": person.tickets.filter(needs_reply=True).exclude(kind=CLAIM).count(),
    }
    status = 422 if request.method == "POST" else 200
    return no_cache(render(request, "inbox/buyer_erase.html", context, status=status))


@allowed(may_erase_buyers)
@require_GET
def erasures(request: Request) -> HttpResponse:
    """The proofs, the newest first."""
    found = ErasureReceipt.objects.select_related("user").order_by("-at", "-id")[:MOST_RECEIPTS]
    lines = receipt_lines(found, now=timezone.now())
    return render(request, "inbox/erasures.html", {"lines": lines, "title": _("Erased buyers")})


def buyer_or_404(user: User, buyer_id: int) -> Buyer:
    """Raises Http404 if there is no such buyer whom the user may see."""
    return get_object_or_404(Buyer.objects.visible_to(user).select_related("account"), pk=buyer_id)


def _everywhere(found: Buyer, person: Person) -> list[Person]:
    """The buyer here first, then whoever has his names at our other accounts of the same marketplace."""
    others = people_called(found.account.marketplace, person.names)
    return [person, *(other for other in others if other.account != found.account)]


def _about(found: Buyer) -> dict[str, object]:
    called = _("erased buyer") if found.erased_at else str(found)
    return {"buyer": found, "called": called, "mark": mark_of(found.account.marketplace), "title": called}
