"""Errors as `application/problem+json` (RFC 9457). What programs may rely on: type, status and errors[].field."""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import BaseModel

from inbox.api.finding_out import FindingOut, findings_out
from inbox.errors import InboxError
from inbox.policy.errors import PolicyRefusal

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
Handler = Callable[[HttpRequest, Any], HttpResponse]


class FieldError(BaseModel):
    """One thing that is wrong with what was sent. field: dotted, as in `credentials.client_id`."""

    field: str
    message: str


class Problem(BaseModel):
    """An error. errors: which fields, with status 422 only. findings: of the policy check, where it refused a reply."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
    findings: list[FindingOut] | None = None


class ProblemError(Exception):
    """Raised by an operation to answer with a problem."""

    def __init__(self, status: int, detail: str, *, errors: Iterable[FieldError] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.errors = list(errors) if errors is not None else None


def wrong_field(field: str, message: str) -> ProblemError:
    """A 422 about one field."""
    return ProblemError(422, f"{field}: {message}", errors=[FieldError(field=field, message=message)])


def problem_response(
    status: int,
    detail: str,
    *,
    kind: str = "about:blank",
    errors: Iterable[FieldError] | None = None,
    findings: Iterable[FindingOut] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    problem = Problem(
        type=kind,
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=list(errors) if errors is not None else None,
        findings=list(findings) if findings is not None else None,
    )
    content = json.dumps(problem.model_dump(exclude_none=True, mode="json"))
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def handle_errors(api: NinjaAPI) -> None:
    """Let every exception an operation can raise end as a problem."""
    for error_class, (status, detail) in _SAID_ALIKE.items():
        api.add_exception_handler(error_class, _always(status, detail))
    for error_class, answer in _SAID_BY_THE_ERROR.items():
        api.add_exception_handler(error_class, _about(answer))
    api.add_exception_handler(Exception, _unexpected)


def _always(status: int, detail: str) -> Handler:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return lambda _request, _error: problem_response(status, detail, headers=headers)


def _about(answer: Callable[[Any], HttpResponse]) -> Handler:
    return lambda _request, error: answer(error)


def _problem(error: ProblemError) -> HttpResponse:
    return problem_response(error.status, error.detail, errors=error.errors)


def _invalid(error: ValidationError) -> HttpResponse:
    errors = [
        FieldError(field=_field(item["loc"]), message=item["msg"].removeprefix("Value error, "))
        for item in error.errors
    ]
    detail = "; ".join(f"{item.field}: {item.message}" if item.field else item.message for item in errors[:5])
    return problem_response(422, detail, errors=errors)


def _field(location: Iterable[str | int]) -> str:
    """Dotted name of a field; the first parts say where it was sent (body, query, …) and the parameter's name here."""
    parts = [str(part) for part in location]
    where, names = parts[0], parts[1:]
    if where == "body" or (where == "query" and len(names) > 1):
        names = names[1:]
    if where == "header":
        return "-".join(word.capitalize() for word in re.split(r"[-_]", names[-1]))
    return ".".join(names)


def _refused(error: InboxError) -> HttpResponse:
    with translation.override("en"):
        detail = str(error)
    kind = "urn:guichet:" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
    if error.field:
        findings = findings_out(error.findings) if isinstance(error, PolicyRefusal) else None
        errors = [FieldError(field=error.field, message=detail)]
        return problem_response(422, detail, kind=kind, errors=errors, findings=findings)
    return problem_response(409, detail, kind=kind)


def _throttled(error: Throttled) -> HttpResponse:
    wait = error.wait or 1
    return problem_response(429, f"Too many calls with this token: wait {wait} s.", headers={"Retry-After": str(wait)})


def _http_error(error: HttpError) -> HttpResponse:
    return problem_response(error.status_code, str(error))


def _unexpected(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem_response(500, "Something went wrong on our side; it is in the log. Nothing you sent is shown here.")


_SAID_ALIKE: dict[type[Exception], tuple[int, str]] = {
    AuthenticationError: (401, "Send a valid token: Authorization: Bearer <token>."),
    PermissionDenied: (403, "Your role does not allow this."),
    Http404: (404, "There is nothing here that you may see."),
    RequestDataTooBig: (413, "The request body is too big."),
    SuspiciousOperation: (400, "The request cannot be understood."),
    UnreadablePostError: (400, "The request could not be read to its end."),
}
_SAID_BY_THE_ERROR: dict[type[Exception], Callable[[Any], HttpResponse]] = {
    ProblemError: _problem,
    ValidationError: _invalid,
    InboxError: _refused,
    Throttled: _throttled,
    HttpError: _http_error,
}
