"""Amazon's own model files, if they lie beside the repository, and how to hold a request against them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from openapi_schema_validator import OAS30Validator

SHARED = Path(__file__).parents[5] / "shared"
MODELS = SHARED / "marketplaces" / "amazon" / "specs"
EXAMPLES = SHARED / "corpora" / "amazon-sp-api-examples"
MODEL_OF = {
    "/messaging/": "messaging.json",
    "/solicitations/": "solicitations.json",
    "/orders/2026-01-01/": "orders_2026-01-01.json",
    "/uploads/": "uploads_2020-11-01.json",
    "/reports/": "reports_2021-06-30.json",
    "/sellers/": "sellers.json",
}


@dataclass(frozen=True)
class Exchange:
    """One call and its answer. body and content: decoded JSON, None if there is none."""

    method: str
    url: str
    body: Any
    status: int
    content: Any


def violations(exchange: Exchange) -> list[str]:
    """What of an exchange Amazon's model does not allow; empty when all is well, and for calls without a model."""
    path = urlsplit(exchange.url).path
    for beginning, name in MODEL_OF.items():
        if path.startswith(beginning):
            document = _model(name)
            found = _operation(document, exchange.method, path)
            if found is None:
                return [f"no operation {exchange.method} {path}"]
            return [*_in_request(document, found, exchange), *_in_answer(document, found, exchange)]
    return []


@cache
def _model(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MODELS / name).read_text())
    return found


def _operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any] | None:
    for template, methods in document["paths"].items():
        if method.lower() in methods and _fits(template, path, greedy="{resource}" in template):
            found: dict[str, Any] = methods[method.lower()]
            return found
    return None


def _fits(template: str, path: str, *, greedy: bool) -> bool:
    wanted, given = template.split("/"), [unquote(part) for part in path.split("/")]
    if greedy:
        given = [*given[: len(wanted) - 1], "/".join(given[len(wanted) - 1 :])]
    return len(wanted) == len(given) and all(w == g or (w[:1] == "{" and g) for w, g in zip(wanted, given, strict=True))


def _in_request(document: dict[str, Any], operation: dict[str, Any], exchange: Exchange) -> Iterator[str]:
    declared = {(parameter["in"], parameter["name"]): parameter for parameter in operation.get("parameters", [])}
    query = parse_qs(urlsplit(exchange.url).query, keep_blank_values=True)
    for name, values in query.items():
        if ("query", name) not in declared:
            yield f"query parameter {name} is not declared"
        elif len(values) > 1:
            yield f"query parameter {name} is given twice"
        else:
            yield from _in_parameter(document, declared["query", name], values[0])
    for (place, name), parameter in declared.items():
        if place == "query" and parameter.get("required") and name not in query:
            yield f"query parameter {name} is required"
    bodies = [parameter for (place, _), parameter in declared.items() if place == "body"]
    if bodies:
        yield from _faults(document, bodies[0]["schema"], exchange.body, "request")
    elif exchange.body is not None:
        yield "a body is not declared"


def _in_parameter(document: dict[str, Any], parameter: dict[str, Any], written: str) -> Iterator[str]:
    value: Any = written
    if parameter["type"] == "array":
        value = written.split(",")
    if parameter["type"] == "integer":
        value = int(written)
    schema: dict[str, Any] = {
        key: parameter[key] for key in ("type", "items", "enum", "maxItems", "minItems") if key in parameter
    }
    yield from _faults(document, schema, value, parameter["name"])


def _in_answer(document: dict[str, Any], operation: dict[str, Any], exchange: Exchange) -> Iterator[str]:
    declared = operation["responses"].get(str(exchange.status))
    if declared is None:
        yield f"status {exchange.status} is not declared"
    elif declared.get("schema"):
        yield from _faults(document, declared["schema"], exchange.content, "answer")


def _faults(document: dict[str, Any], schema: Mapping[str, Any], value: Any, place: str) -> Iterator[str]:
    validator = OAS30Validator({**schema, "definitions": document["definitions"]})
    for error in validator.iter_errors(value):
        yield f"{place} {'/'.join(map(str, error.absolute_path))}: {error.message}"
    yield from _undeclared(document, schema, value, place)


def _undeclared(document: dict[str, Any], schema: Mapping[str, Any], value: Any, place: str) -> Iterator[str]:
    """Fields that the model does not name: JSON Schema lets them pass, we do not."""
    if "$ref" in schema:
        schema = document["definitions"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        for entry in value:
            yield from _undeclared(document, schema.get("items", {}), entry, place)
    if isinstance(value, dict) and "properties" in schema:
        for name, inner in value.items():
            if name not in schema["properties"]:
                yield f"{place}: field {name} is not declared"
            else:
                yield from _undeclared(document, schema["properties"][name], inner, f"{place} {name}")
