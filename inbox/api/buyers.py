"""One buyer: all that is known of him, and forgetting him."""

from datetime import datetime

from django.http import FileResponse, Http404
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.erasure import erase_buyer, export_buyer
from inbox.models import Buyer, ErasureReason, ErasureReceipt
from inbox.people.permissions import may_erase_buyers, may_export_buyers

router = Router(tags=["buyers"])

_ZIP = {
    "responses": {
        "200": {
            "description": "buyer.json and the files",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class ErasureOut(BaseModel):
    """Proof of an erasure; nothing about the person. counts: how much there was of each kind."""

    id: int
    marketplace: str
    reason: ErasureReason
    at: datetime
    counts: dict[str, int]


@router.post("/buyers/{int:buyer_id}/erase", response={200: ErasureOut, **problems(401, 403, 404, 409, 429)})
def erase(request: ApiRequest, buyer_id: int) -> ErasureOut:
    """Forget the person behind a buyer (a ticket's `buyer.id`). It cannot be undone. For owners.

    409 if he was erased already, if a reply to him may still arrive, or if his account is being read just now.
    """
    user = require(request, may_erase_buyers)
    receipt = erase_buyer(_buyer_or_404(request, buyer_id), by=user, reason=ErasureReason.ASKED, now=timezone.now())
    return _erasure_out(receipt)


@router.get("/buyers/{int:buyer_id}/export", response=problems(401, 403, 404, 429), openapi_extra=_ZIP)
def export(request: ApiRequest, buyer_id: int) -> FileResponse:
    """Everything known of a buyer as a zip: `buyer.json` and his files. For leads and owners."""
    require(request, may_export_buyers)
    found = _buyer_or_404(request, buyer_id)
    answer = FileResponse(export_buyer(found), as_attachment=True, filename=f"buyer-{found.pk}.zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _buyer_or_404(request: ApiRequest, buyer_id: int) -> Buyer:
    found = Buyer.objects.visible_to(request.auth).select_related("account").filter(pk=buyer_id).first()
    if found is None:
        raise Http404
    return found


def _erasure_out(receipt: ErasureReceipt) -> ErasureOut:
    return ErasureOut(
        id=receipt.pk,
        marketplace=receipt.marketplace,
        reason=ErasureReason(receipt.reason),
        at=receipt.at,
        counts=receipt.counts,
    )
