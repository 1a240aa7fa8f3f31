"""Reports: asked for, looked at again at the next pull, and taken in when ready."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.simulator.spapi_state import ROLES
from connectors.amazon.spapi import SellingPartner, read_feedback, read_return
from connectors.amazon.spapi.storage import get
from connectors.amazon.spapi.tests.conftest import ORDER, SELLER, request
from connectors.collaborators import Tools
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, FetchRequest, Page, RawPayload
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock, MemoryQuota

RETURN = {
    "Order ID": ORDER,
    "Order date": "02-Nov-2026",
    "Return request date": "14-Nov-2026",
    "Return request status": "Approved",
    "Amazon RMA ID": "DfqRyqfBRRMA",
    "Currency code": "EUR",
    "Return carrier": "Colissimo",
    "Tracking ID": "8R00000000000",
    "A-to-Z Claim": "N",
    "ASIN": "B0ABCDEFGH",
    "Merchant SKU": "LAMP-1",
    "Item Name": "Lampe de bureau",
    "Return quantity": "1",
    "Return Reason": "AMZ-PG-BAD-DESC",
    "Refunded Amount": "",
}
OPINION = {
    "Date": "18/11/26",
    "Rating": "2",
    "Comments": "Arrivé cassé, très déçu",
    "Your Response": "",
    "Order ID": ORDER,
    "Rater Email": "abc123@marketplace.amazon.fr",
}

Stream = Callable[[FetchRequest], Iterator[Page]]


class Follower:
    """Pulls one stream again and again, as the core does."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.cursor: Any = None

    def pull(self) -> list[RawPayload]:
        pages = list(self.stream(request("x", self.cursor)))
        self.cursor = pages[-1].cursor if pages else self.cursor
        return [raw for page in pages for raw in page.items]


@pytest.fixture
def returns(partner: SellingPartner) -> Follower:
    return Follower(partner.returns)


@pytest.fixture
def feedback(partner: SellingPartner) -> Follower:
    return Follower(partner.feedback)


def _asked(amazon: SellingPartnerStandIn) -> int:
    return len([call for call in amazon.calls if call == "POST /reports/2021-06-30/reports"])


def test_a_report_is_asked_for_once_and_taken_in_when_it_is_ready(
    returns: Follower, amazon: SellingPartnerStandIn, clock: Clock
) -> None:
    amazon.add_return(SELLER, **RETURN)
    assert returns.pull() == []
    clock.forward(seconds=30)
    assert returns.pull() == []
    clock.forward(minutes=5)
    claim = read_return(returns.pull()[0].body)
    assert (claim.kind, claim.order_id, claim.state) == (ClaimKind.RETURN, ORDER, ClaimState.WAITING)
    assert _asked(amazon) == 1


def test_the_next_report_is_asked_for_hours_later(
    returns: Follower, amazon: SellingPartnerStandIn, clock: Clock
) -> None:
    amazon.add_return(SELLER, **RETURN)
    for _ in range(10):
        returns.pull()
        clock.forward(minutes=10)
    assert _asked(amazon) == 1
    clock.forward(hours=4)
    returns.pull()
    assert _asked(amazon) == 2


def test_a_report_without_data_is_no_error(feedback: Follower, amazon: SellingPartnerStandIn, clock: Clock) -> None:
    feedback.pull()
    clock.forward(minutes=5)
    assert feedback.pull() == []
    assert feedback.cursor["report"] == ""
    assert feedback.cursor["until"] == NOON.isoformat()
    assert _asked(amazon) == 1


def test_feedback_is_read_whatever_the_charset(feedback: Follower, amazon: SellingPartnerStandIn, clock: Clock) -> None:
    amazon.add_feedback(SELLER, **OPINION)
    feedback.pull()
    clock.forward(minutes=5)
    opinion = read_feedback(feedback.pull()[0].body)
    assert (opinion.rating, opinion.text) == (2, "Arrivé cassé, très déçu")
    assert (opinion.order_id, opinion.buyer_handle) == (ORDER, "abc123@marketplace.amazon.fr")
    assert opinion.written_at == datetime(2026, 11, 18, tzinfo=UTC)


def test_a_report_amazon_could_not_make_is_asked_for_again_and_then_passed_over(
    returns: Follower, amazon: SellingPartnerStandIn, clock: Clock
) -> None:
    amazon.add_return(SELLER, **RETURN)
    amazon.reports.fail_next = 9
    for _ in range(10):
        returns.pull()
        clock.forward(hours=5)
    assert returns.cursor["until"] > (NOON - timedelta(days=1)).isoformat()


def test_a_report_that_amazon_forgot_is_asked_for_again(
    returns: Follower, amazon: SellingPartnerStandIn, clock: Clock
) -> None:
    amazon.add_return(SELLER, **RETURN)
    returns.pull()
    amazon.reports.reports.clear()
    clock.forward(hours=5)
    returns.pull()
    clock.forward(minutes=5)
    assert len(returns.pull()) == 1


def test_a_long_history_is_read_in_reports_of_sixty_days(
    partner: SellingPartner, amazon: SellingPartnerStandIn, clock: Clock
) -> None:
    amazon.add_return(SELLER, **RETURN)
    cursor: Any = None
    for _ in range(12):
        for page in partner.returns(request("returns", cursor, since=NOON - timedelta(days=150))):
            cursor = page.cursor
        clock.forward(minutes=5)
    assert cursor["until"] >= NOON.isoformat()
    assert _asked(amazon) == 3


def test_a_back_fill_asks_for_no_report(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    asked = FetchRequest("returns", None, since=NOON - timedelta(days=9), until=NOON)
    assert list(partner.returns(asked)) == []
    assert _asked(amazon) == 0


def test_without_calls_left_the_stream_waits(
    returns: Follower, quota: MemoryQuota, amazon: SellingPartnerStandIn
) -> None:
    quota.at_most = 0
    assert returns.pull() == []
    assert _asked(amazon) == 0


def test_without_the_role_the_stream_is_empty(tools: Tools, amazon: SellingPartnerStandIn) -> None:
    credentials = amazon.add_seller("autre", roles=ROLES - {"reports"})
    partner = SellingPartner(tools, credentials=credentials, marketplaces=["FR"])
    assert list(partner.feedback(request("feedback"))) == []


def test_a_bad_day_while_fetching_the_document_repeats_it(
    returns: Follower, amazon: SellingPartnerStandIn, clock: Clock
) -> None:
    amazon.add_return(SELLER, **RETURN)
    returns.pull()
    clock.forward(minutes=5)
    amazon.trouble(Trouble.SERVER_ERROR, path="/report-documents/")
    with pytest.raises(TryLater):
        returns.pull()
    assert len(returns.pull()) == 1


def test_a_row_keeps_its_name_when_it_changes(returns: Follower, amazon: SellingPartnerStandIn, clock: Clock) -> None:
    amazon.add_return(SELLER, **RETURN)
    returns.pull()
    clock.forward(minutes=5)
    before = returns.pull()[0]
    amazon.reports.rows.clear()
    amazon.add_return(SELLER, **{**RETURN, "Return request status": "Completed"})
    clock.forward(hours=5)
    returns.pull()
    clock.forward(minutes=5)
    after = returns.pull()[0]
    assert (before.key, before.body == after.body) == (after.key, False)
    assert read_return(before.body).external_id != read_return(after.body).external_id
    assert read_return(before.body).claim_id == read_return(after.body).claim_id


ROW = {
    "order_id": ORDER,
    "requested": "14-Nov-2026",
    "status": "Pending approval",
    "title": "Lampe",
    "refunded": "",
    "currency": "EUR",
}


@pytest.mark.parametrize(
    ("changes", "kind", "state", "opens"),
    [
        ({}, ClaimKind.RETURN, ClaimState.SELLER, False),
        ({"status": "Completed"}, ClaimKind.RETURN, ClaimState.CLOSED, False),
        ({"status": "Une autre"}, ClaimKind.RETURN, None, False),
        ({"a_to_z": "Y"}, ClaimKind.A_TO_Z, None, True),
        ({"a_to_z": "true", "refunded": "21.38"}, ClaimKind.A_TO_Z, ClaimState.CLOSED, False),
    ],
)
def test_what_a_row_of_the_returns_report_means(
    changes: dict[str, str], kind: ClaimKind, state: ClaimState | None, opens: bool
) -> None:
    claim = read_return(ROW | changes)
    assert (claim.kind, claim.state, claim.opens_ticket) == (kind, state, opens)
    assert claim.claim_id == f"{kind}:{ORDER}"
    assert not claim.starts_clock


def test_a_refund_shows_its_amount() -> None:
    claim = read_return(ROW | {"refunded": "21.38"})
    assert claim.amount is not None
    assert (claim.amount.amount, claim.amount.currency) == (Decimal("21.38"), "EUR")


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({}, "Order ID"),
        ({"order_id": "x"}, "Order ID"),
        ({"order_id": ORDER}, "Return request date"),
        ([], "no object"),
    ],
)
def test_a_row_that_cannot_be_read_names_the_column(row: Any, named: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=named):
        read_return(row)


@pytest.mark.parametrize(
    ("written", "countries", "day"),
    [
        ("18/11/26", "FR", "2026-11-18"),
        ("03/04/26", "GB", "2026-04-03"),
        ("03/04/26", "US", "2026-03-04"),
        ("18.11.2026", "DE", "2026-11-18"),
        ("2026-11-18", "SE", "2026-11-18"),
        ("2026/11/18", "JP", "2026-11-18"),
        ("11/18/26", "FR,DE", "2026-11-18"),
    ],
)
def test_dates_of_feedback_are_read_in_the_countrys_order(written: str, countries: str, day: str) -> None:
    opinion = read_feedback({"order_id": ORDER, "date": written, "countries": countries})
    assert opinion.written_at.date().isoformat() == day


@pytest.mark.parametrize("row", [{}, {"order_id": ORDER}, {"order_id": ORDER, "date": "99/99/26"}, None])
def test_feedback_that_cannot_be_read_says_so(row: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        read_feedback(row)


@pytest.mark.parametrize(
    "url",
    [
        "http://tortuga.s3.amazonaws.com/report",
        "https://amazonaws.com.evil.example/report",
        "https://evil.example/amazonaws.com",
        "https://127.0.0.1/report",
        "file:///etc/passwd",
        "http://[",
        "",
    ],
)
def test_a_document_is_fetched_from_amazon_only(tools: Tools, url: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        get(tools, url)
