"""Negative and neutral seller feedback: a row of the feedback report, whose headers are in the seller's language.

Positive feedback is not in it (docs issue 3559). Headers of other languages than English are not verified.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from connectors.amazon.relay import relay_from
from connectors.amazon.spapi.report_dates import date_in
from connectors.amazon.spapi.reports import COUNTRIES, ReportKind
from connectors.amazon.spapi.table import rows_of
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingFeedback
from connectors.text import marked as _

COLUMNS = {
    "date": ("date", "datum", "fecha", "data", "日付"),
    "rating": ("rating", "bewertung", "évaluation", "evaluation", "note", "calificación", "valoración", "valutazione",
               "beoordeling", "ocena", "betyg", "評価"),
    "text": ("comments", "kommentare", "commentaires", "comentarios", "commenti", "opmerkingen", "komentarze",
             "kommentarer", "コメント"),
    "answer": ("yourresponse", "response", "ihreantwort", "votreréponse", "turespuesta", "surespuesta",
               "latuarisposta", "uwreactie", "twojaodpowiedź", "dittsvar", "出品者様の返答"),
    "order_id": ("orderid", "bestellnummer", "numérodecommande", "numérodelacommande", "númerodepedido",
                 "iddepedido", "numeroordine", "numerodellordine", "bestelnummer", "numerzamówienia",
                 "beställningsnummer", "注文番号"),
    "email": ("rateremail", "emaildesbewertenden", "emaildelévaluateur", "emaildelevaluador", "ratersemail"),
}  # fmt: skip
FEEDBACK = ReportKind(
    type="GET_SELLER_FEEDBACK_DATA",
    kind="feedback",
    every=timedelta(hours=8),
    overlap=timedelta(days=30),
    longest=timedelta(days=3650),
    names_end=False,
    rows=partial(rows_of, columns=COLUMNS),
    key=("order_id",),
)


def read_feedback(body: Any) -> IncomingFeedback:
    """Read one row. Raises UnexpectedAnswer naming what is missing."""
    if not isinstance(body, dict):
        raise UnexpectedAnswer(_("a row of the feedback report is no object"))
    row: Mapping[str, str] = {name: value for name, value in body.items() if isinstance(value, str)}
    order_id = row.get("order_id", "")
    if not order_id:
        raise UnexpectedAnswer(_("the column Order ID is missing"))
    written_at = date_in(row.get("date", ""), countries=row.get(COUNTRIES, ""))
    if written_at is None:
        raise UnexpectedAnswer(_("the column Date is missing or has no date"))
    relay = relay_from(row.get("email", ""))
    return IncomingFeedback(
        external_id=order_id,
        written_at=written_at,
        rating=_rating(row.get("rating", "")),
        text=row.get("text", ""),
        answer=row.get("answer", ""),
        order_id=order_id,
        buyer_handle=relay.handle if relay else "",
    )


def _rating(written: str) -> int | None:
    return int(written) if written in ("1", "2", "3", "4", "5") else None
