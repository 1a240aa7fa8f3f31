"""Amazon's static sandbox: a request that fits a case of its models gets that case's answer, whatever the state.

The cases come from Amazon's own model files, where somebody has them: none are kept here.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from connectors.simulation_server import Reply, Request, json_reply

MODELS = ("messaging.json", "solicitations.json", "orders_2026-01-01.json")
FREE = frozenset({"includedData"})
"""Parameters that do not tell cases apart."""


@dataclass(frozen=True)
class Case:
    """One static case. places: where each named parameter stands (path, query or body)."""

    operation: str
    method: str
    template: str
    places: Mapping[str, str]
    parameters: Mapping[str, Any]
    status: int
    response: Any

    def fits(self, request: Request) -> bool:
        found = _in_path(self.template, request.path)
        if request.method != self.method or found is None:
            return False
        return all(self._has(name, value, request, found) for name, value in self.parameters.items())

    def _has(self, name: str, value: Any, request: Request, found: Mapping[str, str]) -> bool:
        if name in FREE:
            return True
        if self.places[name] == "body":
            return bool(_json(request.body) == value)
        given = found if self.places[name] == "path" else request.query
        return bool(given.get(name) == (",".join(value) if isinstance(value, list) else str(value)))


class Sandbox:
    """The cases of the models in one folder."""

    def __init__(self, models: Path | None) -> None:
        self.cases = cases_in(models) if models else ()

    def answer(self, request: Request) -> Reply | None:
        """The answer of the case with the most parameters that fits; None if none does."""
        fitting = [case for case in self.cases if case.fits(request)]
        if not fitting:
            return None
        case = max(fitting, key=lambda case: len(case.parameters))
        return json_reply(case.status, case.response)


@cache
def cases_in(models: Path) -> tuple[Case, ...]:
    """Every static case of the models we use, read once."""
    documents = [json.loads((models / name).read_text()) for name in MODELS]
    return tuple(
        case
        for document in documents
        for template, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
        for case in _cases(template, method.upper(), operation)
    )


def _cases(template: str, method: str, operation: Mapping[str, Any]) -> Iterator[Case]:
    places = {parameter["name"]: parameter["in"] for parameter in operation.get("parameters", [])}
    for status, declared in operation["responses"].items():
        for case in declared.get("x-amzn-api-sandbox", {}).get("static", []):
            parameters = {name: given["value"] for name, given in case["request"]["parameters"].items()}
            yield Case(operation["operationId"], method, template, places, parameters, int(status), case["response"])


def _in_path(template: str, path: str) -> dict[str, str] | None:
    wanted, given = template.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    found = {name[1:-1]: unquote(value) for name, value in zip(wanted, given, strict=True) if name[:1] == "{"}
    fits = all(name[:1] == "{" or name == value for name, value in zip(wanted, given, strict=True))
    return found if fits else None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
