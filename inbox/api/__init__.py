"""The REST API, version 1: the same verbs and permissions as the pages, for programs."""

from inbox.api import accounts, buyers, claims, conversations, feedback, messages, orders, replies, tickets
from inbox.api.auth import BearerToken
from inbox.api.frame import GuichetAPI, add_catch_all

api = GuichetAPI(
    title="Guichet",
    version="1",
    description="One inbox for shops on several marketplaces. Errors are application/problem+json (RFC 9457).",
    urls_namespace="api-1",
    auth=BearerToken(),
)
for module in (accounts, tickets, replies, messages, claims, feedback, orders, buyers, conversations):
    api.add_router("", module.router)
add_catch_all(api)
