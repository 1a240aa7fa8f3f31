"""eBay's own OpenAPI files, if they lie beside the repository, and how to hold an exchange against them."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from openapi_schema_validator import OAS30Validator

FOLDER = Path(__file__).parents[4] / "shared" / "marketplaces" / "ebay"
SPECS = FOLDER / "specs"
SAMPLES = FOLDER / "samples" / "reconstructed"
MESSAGE_SPEC = "commerce_message_v1_oas3.json"
SPEC_OF = {
    "/commerce/message/v1": MESSAGE_SPEC,
    "/commerce/identity/v1": "commerce_identity_v1_oas3.json",
    "/developer/analytics/v1_beta": "developer_analytics_v1_beta_oas3.json",
    "/sell/fulfillment/v1": "sell_fulfillment_v1_oas3.json",
    "/commerce/feedback/v1": "commerce_feedback_v1_beta_oas3.json",
    "/commerce/notification/v1": "commerce_notification_v1_oas3.json",
    "/sell/analytics/v1": "sell_analytics_v1_oas3.json",
}
POST_ORDER = "/post-order/v2"
OPERATIONS_OF = {
    "cancellation": "post_order_cancellation_oas3.json",
    "inquiry": "post_order_inquiry_oas3.json",
    "return": "post_order_return_oas3.json",
    "casemanagement": "post_order_case_oas3.json",
}
"""Lists of operations without parameters or schemas."""
CANCELLATION_SEARCH = "post_order_cancellation_search_thirdparty_oas3.json"
OF_AN_API = frozenset({"API_MESSAGE", "API_FULFILLMENT", "API_FEEDBACK", "API_NOTIFICATION", "API_ANALYTICS"})
"""Domains of errors that a contract lists by id."""
GATEWAY = frozenset({401, 403, 404, 429, 500, 503})
"""Statuses of the layer in front of an API; contracts declare some and say nothing of their content."""


@dataclass(frozen=True)
class Exchange:
    """One call and its answer. body and content: decoded JSON, None if there is none."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any
    status: int
    content: Any


STANDARDS_METRIC = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("level", "lookbackEndDate", "lookbackStartDate", "metricKey", "name")},
        **{name: {"type": "string"} for name in ("thresholdMetaData", "type")},
        **{name: {} for name in ("thresholdLowerBound", "thresholdUpperBound", "value")},
    },
}
"""eBay has two types called Metric, ssp:Metric and api:Metric; its contract of Sell Analytics gives both the fields of
the second. These are the first one's, after developer.ebay.com/api-docs/sell/analytics/types/ssp:Metric, read 2026-11.
"""


def contract(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SPECS / name).read_text())
    schemas = found.get("components", {}).get("schemas", {})
    if "StandardsProfile" in schemas:
        schemas["StandardsMetric"] = STANDARDS_METRIC
        schemas["StandardsProfile"]["properties"]["metrics"]["items"] = {"$ref": "#/components/schemas/StandardsMetric"}
    return found


def operation_of(exchange: Exchange) -> tuple[str, str]:
    """The contract that knows a call, and its operation id there; empty texts if none does."""
    path = urlsplit(exchange.url).path
    if path.startswith(f"{POST_ORDER}/"):
        rest = path.removeprefix(POST_ORDER)
        name = OPERATIONS_OF[rest.split("/")[1]]
        return name, str((_operation(contract(name), exchange.method, rest) or {}).get("operationId", ""))
    for base, name in SPEC_OF.items():
        if path.startswith(base + "/"):
            found = _operation(contract(name), exchange.method, path.removeprefix(base))
            return name, str((found or {}).get("operationId", ""))
    return "", ""


def violations(exchange: Exchange) -> list[str]:
    """What of an exchange its contract does not allow; empty when all is well, and for calls without a contract."""
    path = urlsplit(exchange.url).path
    if path.startswith(f"{POST_ORDER}/"):
        return _in_post_order(exchange, path.removeprefix(POST_ORDER))
    for base, name in SPEC_OF.items():
        if path.startswith(base + "/"):
            document = contract(name)
            operation = _operation(document, exchange.method, path.removeprefix(base))
            if operation is None:
                return [f"no operation {exchange.method} {path}"]
            return [*_in_request(document, operation, exchange), *_in_answer(document, operation, exchange)]
    return []


def _in_post_order(exchange: Exchange, path: str) -> list[str]:
    if path == "/cancellation/search":
        document = contract(CANCELLATION_SEARCH)
        operation = document["paths"][path]["get"]
        return [*_in_request(document, operation, exchange), *_in_answer(document, operation, exchange)]
    operations = contract(OPERATIONS_OF[path.split("/")[1]])
    is_there = _operation(operations, exchange.method, path) is not None
    return [] if is_there else [f"no operation {exchange.method} {path}"]


def documented_refusals(name: str = MESSAGE_SPEC, *, operations: Collection[str] = ()) -> Iterator[tuple[str, int]]:
    """Every (operation id, error id) of status 4xx in a contract; operations: only these, or all."""
    if SPECS.exists():
        for methods in contract(name)["paths"].values():
            for operation in (part for part in methods.values() if isinstance(part, dict)):
                if not operations or operation["operationId"] in operations:
                    for error_id in _errors_of(operation):
                        yield operation["operationId"], error_id


def _errors_of(operation: dict[str, Any]) -> Iterator[int]:
    for status, answer in operation["responses"].items():
        if status.startswith("4"):
            yield from map(int, answer.get("x-response-codes", {}).get("errors", {}))


def _operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any] | None:
    for template, methods in sorted(document["paths"].items(), key=lambda one: one[0].count("{")):
        if _fits(template, path) and method.lower() in methods:
            found: dict[str, Any] = methods[method.lower()]
            return found
    return None


def _fits(template: str, path: str) -> bool:
    wanted, given = template.split("/"), path.split("/")
    return len(wanted) == len(given) and all(w == g or (w[:1] == "{" and g) for w, g in zip(wanted, given, strict=True))


def _in_request(document: dict[str, Any], operation: dict[str, Any], exchange: Exchange) -> Iterator[str]:
    declared = {(parameter["in"], parameter["name"]): parameter for parameter in operation.get("parameters", [])}
    query = parse_qs(urlsplit(exchange.url).query)
    for name, values in query.items():
        if ("query", name) not in declared:
            yield f"query parameter {name} is not declared"
        elif len(values) > 1:
            yield f"query parameter {name} is given twice"
    for (place, name), parameter in declared.items():
        if parameter.get("required") and place == "query" and name not in query:
            yield f"query parameter {name} is required"
        if parameter.get("required") and place == "header" and name.lower() not in exchange.headers:
            yield f"header {name} is required"
    schema = _schema(operation.get("requestBody", {}))
    if schema is None:
        if exchange.body is not None:
            yield "a body is not declared"
    else:
        yield from _faults(document, schema, exchange.body, "request")


def _in_answer(document: dict[str, Any], operation: dict[str, Any], exchange: Exchange) -> Iterator[str]:
    declared = operation["responses"].get(str(exchange.status))
    if declared is None:
        if exchange.status not in GATEWAY:
            yield f"status {exchange.status} is not declared"
        return
    if exchange.status >= 400:
        yield from _in_errors(document, declared, exchange)
        return
    schema = _schema(declared)
    if schema is None:
        if exchange.content is not None:
            yield f"an answer of status {exchange.status} has no content"
    else:
        yield from _faults(document, schema, exchange.content, "answer")


def _in_errors(document: dict[str, Any], declared: dict[str, Any], exchange: Exchange) -> Iterator[str]:
    entries = (exchange.content or {}).get("errors", [])
    known = declared.get("x-response-codes", {}).get("errors", {})
    for entry in entries:
        yield from _faults(document, {"$ref": "#/components/schemas/Error"}, entry, "error")
        if exchange.status < 500 and entry["domain"] in OF_AN_API and str(entry["errorId"]) not in known:
            yield f"error {entry['errorId']} is not declared"


def _schema(part: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = part.get("content", {}).get("application/json", {}).get("schema")
    return found


def _faults(document: dict[str, Any], schema: dict[str, Any], value: Any, place: str) -> Iterator[str]:
    validator = OAS30Validator({**schema, "components": document["components"]})
    for error in validator.iter_errors(value):
        yield f"{place} {'/'.join(map(str, error.absolute_path))}: {error.message}"
    yield from _undeclared(document, schema, value, place)


def _undeclared(document: dict[str, Any], schema: dict[str, Any], value: Any, place: str) -> Iterator[str]:
    """Fields that the contract does not name: JSON Schema lets them pass, we do not, unless it says nothing at all."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        for entry in value:
            yield from _undeclared(document, schema.get("items", {}), entry, place)
    if isinstance(value, dict) and schema:
        for name, inner in value.items():
            if name not in schema.get("properties", {}):
                yield f"{place}: field {name} is not declared"
            else:
                yield from _undeclared(document, schema["properties"][name], inner, f"{place} {name}")
