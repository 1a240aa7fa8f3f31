"""Returns of merchant-fulfilled orders, and which of them became an A-to-z claim: a row of the returns report.

There is no API for claims; this report's column is the nearest thing, and the mails are the alert. Claims are named as
the mails name them, by kind and order, so that both speak of the same one.
Source: Amazon "Returns reports attributes"; a row seen in public documentation (2025-07): dates as `14-Jul-2025`, Y/N.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from connectors.amazon.spapi.fields import decimal
from connectors.amazon.spapi.report_dates import date_in
from connectors.amazon.spapi.reports import COUNTRIES, ReportKind
from connectors.amazon.spapi.return_lines import text_of
from connectors.amazon.spapi.table import rows_of
from connectors.errors import UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, Money
from connectors.text import marked as _

COLUMNS = {
    "order_id": ("orderid",),
    "requested": ("returnrequestdate",),
    "status": ("returnrequeststatus",),
    "rma": ("amazonrmaid",),
    "own_rma": ("merchantrmaid",),
    "currency": ("currencycode",),
    "carrier": ("returncarrier",),
    "tracking": ("trackingid",),
    "a_to_z": ("atozclaim",),
    "asin": ("asin",),
    "sku": ("merchantsku",),
    "title": ("itemname",),
    "quantity": ("returnquantity",),
    "reason": ("returnreason",),
    "resolution": ("resolution",),
    "delivered": ("returndeliverydate",),
    "refunded": ("refundedamount",),
}
RETURNS = ReportKind(
    type="GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE",
    kind="return",
    every=timedelta(hours=4),
    overlap=timedelta(days=30),
    longest=timedelta(days=60),
    names_end=True,
    rows=partial(rows_of, columns=COLUMNS),
    key=("order_id", "rma", "asin"),
)
_STATES = {
    "pending": ClaimState.SELLER,
    "pendingapproval": ClaimState.SELLER,
    "approved": ClaimState.WAITING,
    "authorized": ClaimState.WAITING,
    "completed": ClaimState.CLOSED,
    "closed": ClaimState.CLOSED,
    "cancelled": ClaimState.CLOSED,
    "denied": ClaimState.CLOSED,
    "declined": ClaimState.CLOSED,
}
_YES = frozenset({"y", "yes", "true", "1"})


def read_return(body: Any) -> IncomingClaim:
    """Read one row. Raises UnexpectedAnswer naming what is missing."""
    if not isinstance(body, dict):
        raise UnexpectedAnswer(_("a row of the returns report is no object"))
    row: Mapping[str, str] = {name: value for name, value in body.items() if isinstance(value, str)}
    order_id = row.get("order_id", "")
    if not re.fullmatch(r"[0-9A-Z]{3}-\d{7}-\d{7}", order_id):
        raise UnexpectedAnswer(_("the column Order ID is missing or has no order id"))
    written_at = date_in(row.get("requested", ""), countries=row.get(COUNTRIES, ""))
    if written_at is None:
        raise UnexpectedAnswer(_("the column Return request date is missing or has no date"))
    kind = ClaimKind.A_TO_Z if row.get("a_to_z", "").lower() in _YES else ClaimKind.RETURN
    status = "".join(filter(str.isalpha, row.get("status", "").lower()))
    state = _state(kind, status, refunded=_refunded(row) is not None)
    return IncomingClaim(
        external_id=f"report:{kind}:{order_id}:{row.get('rma', '')}:{row.get('asin', '')}:{status}",
        claim_id=f"{kind}:{order_id}",
        kind=kind,
        state=state,
        written_at=written_at,
        subject=row.get("title", ""),
        text=text_of(row),
        order_id=order_id,
        amount=_refunded(row),
        opens_ticket=kind is ClaimKind.A_TO_Z and state is not ClaimState.CLOSED,
    )


def _state(kind: ClaimKind, status: str, *, refunded: bool) -> ClaimState | None:
    """Of a return what its status says; of a claim the report tells no state but that the return is over."""
    state = ClaimState.CLOSED if refunded else _STATES.get(status)
    return state if kind is ClaimKind.RETURN or state is ClaimState.CLOSED else None


def _refunded(row: Mapping[str, str]) -> Money | None:
    amount = decimal(row.get("refunded", ""))
    return Money(amount, row.get("currency", "")[:3]) if amount else None
