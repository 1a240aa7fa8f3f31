"""Every answer Amazon publishes for the operations we use, over HTTP: read, or one of our errors."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from connectors.amazon.simulator.spapi_sign_in import PATH as SIGN_IN
from connectors.amazon.spapi import SellingPartner, read_order
from connectors.amazon.spapi.kinds import KINDS
from connectors.amazon.spapi.orders import PATH as ORDERS
from connectors.amazon.spapi.orders import orders_in
from connectors.amazon.spapi.rates import CREATE_REPORT, GET_REPORT, GET_REPORT_DOCUMENT, GET_REPORTS, SEARCH_ORDERS
from connectors.amazon.spapi.refusals import Refused
from connectors.amazon.spapi.tests.models import EXAMPLES
from connectors.errors import OutcomeUnknown, ReplyRefused, TryLater
from connectors.outgoing import OutgoingFile
from connectors.simulation import Trouble
from connectors.simulation_server import HttpStandIn, Reply, Request, json_reply
from tests.connectors.tools import Clock, make_tools

FILES = ("messaging", "solicitations", "orders_2026-01-01", "reports_2021-06-30")
REPORTS = "/reports/2021-06-30"
VALUES = {"text": "Bonjour", "starts_at": "2026-01-01", "ends_at": "2028-01-01"}
ORDER = "403-1234567-1234567"


class Canned(HttpStandIn):
    """Answers every call but sign-in and uploads with one reply."""

    slug = "canned"
    reply = Reply(200)

    def handle(self, request: Request) -> Reply:
        if request.path == SIGN_IN:
            return json_reply(200, {"access_token": "Atza|x", "expires_in": 3600})
        if request.path.startswith("/uploads/"):
            return json_reply(201, {"payload": {"uploadDestinationId": "1", "url": f"{self.url}/put", "headers": {}}})
        return Reply(200) if request.path == "/put" else self.reply

    def bad_day(self, trouble: Trouble, request: Request) -> Reply:
        return self.reply  # no bad day is asked for here


@pytest.fixture
def canned(clock: Clock) -> Iterator[Canned]:
    stand_in = Canned(now=clock)
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def partner(canned: Canned, clock: Clock) -> SellingPartner:
    tools = make_tools({"AMAZON_SPAPI_URL": canned.url, "AMAZON_LWA_URL": canned.url}, now=clock)
    credentials = {"client_id": "id", "client_secret": "secret", "refresh_token": "Atzr|x", "region": "eu"}
    return SellingPartner(tools, credentials=credentials, marketplaces=["FR"])


def _search(partner: SellingPartner) -> Any:
    items, _ = orders_in(partner.client.read(SEARCH_ORDERS, "GET", ORDERS))
    return [read_order(raw.body) for raw in items]


def _order(partner: SellingPartner) -> Any:
    raw = partner.order(ORDER)
    return raw and read_order(raw.body)


Use = Callable[[SellingPartner], Any]
USES: Mapping[str, Use] = {
    "searchOrders": _search,
    "getOrder": _order,
    "GetAttributes": lambda partner: partner.buyer_locale(ORDER),
    "getReports": lambda partner: partner.client.read(GET_REPORTS, "GET", f"{REPORTS}/reports"),
    "createReport": lambda partner: partner.client.read(CREATE_REPORT, "POST", f"{REPORTS}/reports", json={}),
    "getReport": lambda partner: partner.client.read(GET_REPORT, "GET", f"{REPORTS}/reports/1"),
    "getReportDocument": lambda partner: partner.client.read(GET_REPORT_DOCUMENT, "GET", f"{REPORTS}/documents/1"),
    "getMessagingActionsForOrder": lambda partner: partner.actions(ORDER),
    "getSolicitationActionsForOrder": lambda partner: partner.actions(ORDER),
}


def _examples() -> list[Any]:
    if not EXAMPLES.exists():
        return []
    found = [entry for name in FILES for entry in json.loads((EXAMPLES / f"{name}.examples.json").read_text())]
    return [entry for entry in found if entry["operation"] in USES or (entry["method"] == "POST" and _action(entry))]


def _action(example: Mapping[str, Any]) -> str:
    """The action a POST is, "" if it is none of ours."""
    name = str(example["path"]).rpartition("/")[2]
    return name if name in KINDS else ""


def _status(example: Mapping[str, Any]) -> int:
    return int(example["status"])


def _use(example: Mapping[str, Any]) -> Use:
    if use := USES.get(example["operation"]):
        return use
    name = _action(example)
    files = (OutgoingFile("a.txt", "text/plain", b"a"),) if "file" in KINDS[name].required else ()
    return lambda partner: partner.act(ORDER, name, values=VALUES, files=files)


GOOD = [example for example in _examples() if _status(example) < 300]
BAD = [example for example in _examples() if _status(example) >= 400]
needs_examples = pytest.mark.skipif(not EXAMPLES.exists(), reason="Amazon's examples are not beside the repository")


def _name(example: Mapping[str, Any]) -> str:
    return f"{example['operation']}-{example['status']}"


@needs_examples
def test_there_are_examples_of_every_operation_we_use() -> None:
    assert {example["operation"] for example in GOOD} >= USES.keys()
    assert {_action(example) for example in GOOD} >= KINDS.keys()


@needs_examples
@pytest.mark.parametrize("example", GOOD, ids=_name)
def test_a_good_answer_is_read(canned: Canned, partner: SellingPartner, example: Mapping[str, Any]) -> None:
    canned.reply = json_reply(_status(example), example["response"])
    _use(example)(partner)


@needs_examples
@pytest.mark.parametrize("example", BAD, ids=_name)
def test_a_bad_answer_is_one_of_our_errors(canned: Canned, partner: SellingPartner, example: Mapping[str, Any]) -> None:
    canned.reply = json_reply(_status(example), example["response"])
    wanted = TryLater if _status(example) in (429, 503) or _status(example) >= 500 else (Refused, ReplyRefused)
    if example["operation"] == "getOrder":
        assert _use(example)(partner) is None
    elif example["operation"] == "GetAttributes" and _status(example) < 429:
        assert _use(example)(partner) == ""
    elif example["operation"] == "getMessagingActionsForOrder":
        assert all(action.reason == "Invalid Input" for action in partner.actions(ORDER))
    else:
        with pytest.raises(wanted):
            _use(example)(partner)


HTML = b"<html><body>An error page of something on the way</body></html>"


@pytest.mark.parametrize("body", [b"", HTML, b"[]", b'{"errors": "x"}', b'{"errors": [1, {"code": 5}]}'])
@pytest.mark.parametrize("status", [400, 403, 404, 413, 415])
def test_a_refusal_without_readable_words_is_still_a_refusal(
    canned: Canned, partner: SellingPartner, status: int, body: bytes
) -> None:
    canned.reply = Reply(status, body, content_type="text/html")
    with pytest.raises(ReplyRefused):
        partner.act(ORDER, "unexpectedProblem", values=VALUES)


@pytest.mark.parametrize("status", [500, 502, 504])
def test_an_error_of_amazon_while_sending_leaves_the_outcome_open(
    canned: Canned, partner: SellingPartner, status: int
) -> None:
    canned.reply = Reply(status, HTML, content_type="text/html")
    with pytest.raises(OutcomeUnknown):
        partner.act(ORDER, "unexpectedProblem", values=VALUES)
    with pytest.raises(TryLater):
        partner.order(ORDER)


def test_a_self_link_that_is_a_list_is_accepted(canned: Canned, partner: SellingPartner) -> None:
    links = {"actions": [{"href": "/x", "name": "invoice"}, {"name": "of the future"}], "self": {"href": ["/x"]}}
    canned.reply = json_reply(200, {"_links": links})
    assert [action.name for action in partner.actions(ORDER) if not action.reason] == ["invoice"]
