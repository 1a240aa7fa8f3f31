"""Signed-in calls to eBay: token, quota, one repeat after a refused token, errors in our classes."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.abilities import QuotaLeft
from connectors.collaborators import Rate, Tools
from connectors.ebay.complaints import complaint_from, missing_permission, refusal_of_reply
from connectors.ebay.hosts import Hosts, calls_per_day
from connectors.ebay.limits import quotas_from
from connectors.ebay.sign_in import BASE_SCOPE, IDENTITY_SCOPE, MESSAGE_SCOPE, SignIn
from connectors.errors import (
    MarketplaceError,
    OutcomeUnknown,
    SignInAgain,
    TryLater,
    UnexpectedAnswer,
)
from connectors.http import Answer
from connectors.text import marked as _

MESSAGE_STATUS = _("eBay answered a message with status %(status)s")
STATUS = _("eBay answered with status %(status)s: %(words)s")


QUOTA = "commerce.message"
CONTEXTS = ("commerce", "sell")
"""Whose limits are asked for."""
PAGE = 50
MEMBERS = "FROM_MEMBERS"
EBAY = "FROM_EBAY"

Call = Callable[[str], Answer]


class TokenRefused(SignInAgain):
    """An API refuses even a fresh access token."""


class UnknownConversation(MarketplaceError):  # noqa: N818
    """eBay does not know this conversation (355007, or 404). Never leaves this folder."""


class EbayClient:
    """The calls of the Message, Identity and Analytics APIs that we make, for one seller."""

    def __init__(self, tools: Tools, hosts: Hosts, sign_in: SignIn, *, refresh_token: str) -> None:
        self.tools = tools
        self.hosts = hosts
        self.sign_in = sign_in
        self.refresh_token = refresh_token
        self.messages_url = f"{hosts.api}/commerce/message/v1"
        self.rate = Rate.per_day(calls_per_day(tools.settings))

    def conversations(self, kind: str, *, offset: int, limit: int = PAGE) -> Mapping[str, Any]:
        """One page of getConversations. kind: MEMBERS or EBAY; offset: a multiple of limit (at most 50)."""
        query = {"conversation_type": kind, "limit": str(limit), "offset": str(offset)}
        answer = self._message_call("GET", f"{self.messages_url}/conversation", params=query)
        return _content(answer, scope=MESSAGE_SCOPE)

    def conversation(self, conversation_id: str, kind: str, *, offset: int) -> Mapping[str, Any]:
        """One page of getConversation. Raises UnknownConversation if eBay does not know it (any more)."""
        query = {"conversation_type": kind, "limit": str(PAGE), "offset": str(offset)}
        url = f"{self.messages_url}/conversation/{quote(conversation_id, safe='')}"
        return self._about_conversation("GET", url, params=query)

    def mark_read(self, conversation_id: str) -> None:
        """updateConversation. Raises UnknownConversation."""
        change = {"conversationId": conversation_id, "conversationType": MEMBERS, "read": True}
        self._about_conversation("POST", f"{self.messages_url}/update_conversation", json=change)

    def send(self, conversation_id: str, text: str) -> Mapping[str, Any]:
        """sendMessage, once. Raises what `Connector.send` may raise."""
        message = {"conversationId": conversation_id, "messageText": text}

        def call(token: str) -> Answer:  # asks no quota: pulls leave a reserve for replies
            return self.tools.http.send_once(
                "POST", f"{self.messages_url}/send_message", headers=_headers(token), json=message
            )

        answer = self.limited(lambda: self.signed_in(call))
        if answer.status in (200, 201):
            return _sent(answer)
        if answer.status < 400 or answer.status == 408:
            raise OutcomeUnknown(MESSAGE_STATUS % {"status": answer.status})
        complaint = complaint_from(answer)
        if complaint.is_missing_permission:
            raise missing_permission(MESSAGE_SCOPE)
        raise refusal_of_reply(complaint)

    def user(self) -> Mapping[str, Any]:
        """getUser. Raises SignInAgain when the consent does not cover it."""

        def call(token: str) -> Answer:
            return self.tools.http.read("GET", f"{self.hosts.apiz}/commerce/identity/v1/user/", headers=_headers(token))

        return _content(self.signed_in(call), scope=IDENTITY_SCOPE)

    def quotas(self) -> tuple[QuotaLeft, ...]:
        """getRateLimits with the application's own token; what it says of our APIs is obeyed from now on."""
        left = self._quotas_of(CONTEXTS[0])
        for context in CONTEXTS[1:]:
            try:
                left += self._quotas_of(context)
            except UnexpectedAnswer:  # a context that eBay does not know for this application
                continue
        for quota in left:
            if quota.resets_at is not None:
                self.tools.quota.learn(
                    quota.api, remaining=quota.remaining, limit=quota.limit, resets_at=quota.resets_at
                )
        return left

    def _quotas_of(self, context: str) -> tuple[QuotaLeft, ...]:
        def call(token: str) -> Answer:
            return self.tools.http.read(
                "GET",
                f"{self.hosts.api}/developer/analytics/v1_beta/rate_limit/",
                headers=_headers(token),
                params={"api_context": context},
            )

        answer = self.as_application(call)
        return quotas_from(_content(answer, scope=BASE_SCOPE)) if answer.status != 204 else ()

    def _about_conversation(self, method: str, url: str, **options: Any) -> Mapping[str, Any]:
        answer = self._message_call(method, url, **options)
        complaint = complaint_from(answer) if answer.status in (400, 404) else None
        if complaint and complaint.is_unknown_conversation:
            raise UnknownConversation(str(complaint))
        return _content(answer, scope=MESSAGE_SCOPE)

    def _message_call(self, method: str, url: str, **options: Any) -> Answer:
        def call(token: str) -> Answer:
            self._take()
            return self.tools.http.read(method, url, headers=_headers(token), **options)

        return self.limited(lambda: self.signed_in(call))

    def _take(self) -> None:
        self.tools.quota.take(QUOTA, rate=self.rate)

    def signed_in(self, call: Call) -> Answer:
        return self._with_token("user", lambda: self.sign_in.user_token(self.refresh_token), call)

    def as_application(self, call: Call) -> Answer:
        return self._with_token("application", self.sign_in.application_token, call)

    def _with_token(self, purpose: str, renew: Callable[[], Any], call: Call) -> Answer:
        """Make a call; if eBay refuses the token, get a new one and repeat once: a 401 had no effect."""
        token = self.tools.tokens.token(purpose, renew)
        answer = call(token)
        if answer.status == 401:
            answer = call(self.tools.tokens.token(purpose, renew, refused=token))
        if answer.status == 401:
            raise TokenRefused(f"eBay refuses the sign-in: {complaint_from(answer)}")
        return answer

    def limited(self, make: Callable[[], Answer], *, quota: str = QUOTA) -> Answer:
        """Make a call; on 429 ask eBay when that limit is reset, since it promises no Retry-After."""
        try:
            return make()
        except TryLater as error:
            if error.status == 429 and error.wait is None:
                raise TryLater(str(error), self._wait_for_reset(quota), status=429) from error
            raise

    def _wait_for_reset(self, api: str) -> timedelta | None:
        now: datetime = self.tools.now()
        try:
            left = self.quotas()
        except MarketplaceError:
            return None
        resets = [quota.resets_at for quota in left if quota.api == api and quota.remaining == 0 and quota.resets_at]
        return max(max(resets) - now, timedelta(0)) if resets else None


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}


def _content(answer: Answer, *, scope: str) -> Mapping[str, Any]:
    """The JSON object of a good answer; empty for 204. Raises what a bad one means for a read."""
    if answer.status == 204:
        return {}
    if answer.status == 200:
        content = answer.json()
        if not isinstance(content, dict):
            raise UnexpectedAnswer(_("eBay's answer is no JSON object"))
        return content
    if answer.status == 403:
        raise missing_permission(scope)
    raise UnexpectedAnswer(STATUS % {"status": answer.status, "words": complaint_from(answer)})


def _sent(answer: Answer) -> Mapping[str, Any]:
    try:
        content = answer.json()
    except UnexpectedAnswer as error:
        raise OutcomeUnknown(_("eBay took the message but its answer cannot be read")) from error
    if not isinstance(content, dict):
        raise OutcomeUnknown(_("eBay took the message but its answer is no JSON object"))
    return content
