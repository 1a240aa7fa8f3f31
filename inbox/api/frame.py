"""The API as a whole: JSON with exact times, problems for what ninja answers in plain text, OpenAPI 3.1."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer

from inbox.api.problems import MEDIA_TYPE, handle_errors, problem_response


class ExactJSON(BaseRenderer):
    """Times in UTC with all their digits, so that a program can hand `updated_at` back as `updated_since`."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        del request, response_status
        return json.dumps(data, default=_json_value)


class GuichetAPI(NinjaAPI):
    """Ninja, with every error as a problem and documented as one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(renderer=ExactJSON(), docs_url=None, **options)
        handle_errors(self)

    def _get_urls(self) -> list[Any]:
        return [_with_problems(pattern) for pattern in super()._get_urls() if isinstance(pattern, URLPattern)]

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """OpenAPI 3.1, where answers from 400 up are of the type they are sent as."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
        return schema


def add_catch_all(api: NinjaAPI) -> None:
    """Let every other address below the API be a 404 problem; call it after the last router."""
    anywhere = Router()
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]

    @anywhere.api_operation(methods, "/{path:address}", auth=None, include_in_schema=False)
    def nothing(request: HttpRequest, address: str) -> None:
        del request
        raise Http404(address)

    api.add_router("", anywhere)


def _with_problems(pattern: URLPattern) -> URLPattern:
    pattern.callback = _checked(pattern.callback)
    return pattern


def _checked(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turn ninja's plain-text 405, and the 404 of its root, into problems."""

    @csrf_exempt
    @wraps(view, assigned=())
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            return problem_response(404, "The API starts at openapi.json, which describes it.")
        if isinstance(answer, HttpResponse) and answer.status_code == 405:
            allow = ", ".join(sorted(answer["Allow"].split(", ")))
            return problem_response(405, f"{request.method} is not for this address.", headers={"Allow": allow})
        return answer

    return checked


def _json_value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")
