"""The REST API, version 1: the same verbs and permissions as the pages, for programs. config/api.py serves it."""

from inbox.api import (
    accounts,
    buyers,
    calendars,
    claims,
    conversations,
    deadline_preview,
    deadlines,
    feedback,
    many,
    messages,
    orders,
    policies,
    policy_check,
    proof,
    render,
    replies,
    rules,
    surveys,
    templates,
    ticket_beside,
    ticket_merging,
    ticket_work,
    tickets,
    views,
)
from inbox.api.auth import BearerToken
from inbox.api.frame import GuichetAPI

api = GuichetAPI(
    title="Guichet",
    version="1",
    description="One inbox for shops on several marketplaces. Errors are application/problem+json (RFC 9457).",
    urls_namespace="api-1",
    auth=BearerToken(),
)
_MODULES = (
    accounts,
    tickets,
    many,
    ticket_beside,
    ticket_merging,
    ticket_work,
    replies,
    rules,
    templates,
    render,
    messages,
    claims,
    feedback,
    orders,
    policies,
    policy_check,
    buyers,
    conversations,
    calendars,
    deadline_preview,
    deadlines,
    proof,
    surveys,
    views,
)
for module in _MODULES:
    api.add_router("", module.router)
