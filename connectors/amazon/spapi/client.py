"""Signed-in calls to the Selling Partner API: token, quota, one repeat after a refused token, errors in our classes.

Written down of a call are its path and Amazon's request id, never a token, a query or a body.
"""

import hashlib
import logging
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from connectors.amazon.spapi.hosts import Hosts
from connectors.amazon.spapi.rates import rate_of
from connectors.amazon.spapi.refusals import OutOfCalls, Refused, complaint_from
from connectors.amazon.spapi.sign_in import SignIn
from connectors.collaborators import Tools
from connectors.errors import OutcomeUnknown, SignInAgain, TryLater, UnexpectedAnswer
from connectors.http import Answer
from connectors.text import marked as _

ERRORS = _("Amazon answered with status %(status)s and errors: %(words)s")
STATUS = _("Amazon answered with status %(status)s")
NO_SIGN_IN = _("Amazon refuses the sign-in: %(words)s")
USED_UP = _("the calls Amazon allows of %(name)s are used up for now")


log = logging.getLogger("guichet.amazon")

USER_AGENT = "Guichet/1.0 (Language=Python)"
TOKEN = "spapi"  # noqa: S105

Call = Callable[[str], Answer]


class SpApiClient:
    """The calls of one seller through one application."""

    def __init__(self, tools: Tools, hosts: Hosts, sign_in: SignIn) -> None:
        self.tools = tools
        self.hosts = hosts
        self.sign_in = sign_in
        grant = sign_in.form["refresh_token"] + hosts.api
        self.bucket = hashlib.blake2b(grant.encode(), digest_size=6).hexdigest()

    def read(self, api: str, method: str, path: str, **options: Any) -> Mapping[str, Any]:
        """A call that may be repeated at will; its JSON object.

        Raises Refused for any 4xx of its own, TryLater (OutOfCalls if only our own bucket says so), SignInAgain, or
        UnexpectedAnswer where the answer is no JSON object.
        """
        answer = self._answer(api, path, lambda url, headers: self._read(method, url, headers, options))
        if not 200 <= answer.status < 300:
            raise Refused(complaint_from(answer))
        content = answer.json()
        if not isinstance(content, dict):
            raise UnexpectedAnswer(_("Amazon's answer is no JSON object"))
        if content.get("errors") and answer.status != 207:
            raise UnexpectedAnswer(ERRORS % {"status": answer.status, "words": complaint_from(answer)})
        return content

    def send_once(self, api: str, path: str, **options: Any) -> None:
        """A POST that must not be repeated once it may have arrived.

        Raises Refused, TryLater (no effect), SignInAgain or OutcomeUnknown.
        """
        answer = self._answer(
            api, path, lambda url, headers: self.tools.http.send_once("POST", url, headers=headers, **options)
        )
        if 200 <= answer.status < 300:
            return
        if answer.status < 400 or answer.status == 408:
            raise OutcomeUnknown(STATUS % {"status": answer.status})
        raise Refused(complaint_from(answer))

    def _read(self, method: str, url: str, headers: Mapping[str, str], options: Mapping[str, Any]) -> Answer:
        return self.tools.http.read(method, url, headers=headers, **options)

    def _answer(self, api: str, path: str, make: Callable[[str, Mapping[str, str]], Answer]) -> Answer:
        def call(token: str) -> Answer:
            self._take(api)
            answer = make(self.hosts.api + path, self._headers(token))
            self._note(api, path, answer)
            return answer

        try:
            return self._signed_in(call)
        except TryLater as error:
            if error.status == 429 and error.wait is None:
                raise TryLater(str(error), self._wait_after_429(api), status=429) from error
            raise

    def _signed_in(self, call: Call) -> Answer:
        """Make a call; if Amazon refuses the token, get a new one and repeat once: such a call had no effect."""
        token = self.tools.tokens.token(TOKEN, self.sign_in.access_token)
        answer = call(token)
        if answer.status in (401, 403) and complaint_from(answer).is_refused_token:
            answer = call(self.tools.tokens.token(TOKEN, self.sign_in.access_token, refused=token))
            complaint = complaint_from(answer)
            if answer.status in (401, 403) and complaint.is_refused_token:
                raise SignInAgain(NO_SIGN_IN % {"words": complaint})
        return answer

    def _take(self, api: str) -> None:
        try:
            self.tools.quota.take(f"{api}:{self.bucket}", rate=rate_of(api))
        except TryLater as error:
            raise OutOfCalls(USED_UP % {"name": api}, error.wait) from error

    def _wait_after_429(self, api: str) -> timedelta:
        """At least the time in which one call is granted, and a little more so that workers do not come together."""
        return timedelta(seconds=(1 + random.random()) / rate_of(api).per_second)  # noqa: S311

    def _note(self, api: str, path: str, answer: Answer) -> None:
        request_id = answer.headers.get("x-amzn-requestid", "")
        log.info("%s %s request %s", path, answer.status, request_id or "without an id")
        try:
            per_second = float(answer.headers.get("x-amzn-ratelimit-limit", ""))
        except ValueError:
            return
        if 0 < per_second < 10_000 and per_second != rate_of(api).per_second:
            self.tools.quota.learn_rate(f"{api}:{self.bucket}", per_second=per_second)

    def _headers(self, token: str) -> dict[str, str]:
        return {
            "x-amz-access-token": token,
            "x-amz-date": self.tools.now().strftime("%Y%m%dT%H%M%SZ"),
            "user-agent": USER_AGENT,
            "accept": "application/json",
        }
