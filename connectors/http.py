"""The one place where a connector touches the network.

Every call has time limits. What goes wrong becomes one of our errors here, once: no `requests`
exception leaves. Nothing is logged but method, host, path, status and duration.
"""

import json
import logging
import os
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from connectors.errors import OutcomeUnknown, TryLater, UnexpectedAnswer
from connectors.text import marked as _
from connectors.trust import private_authorities, tls_context

NOT_JSON = _("an answer is not JSON (status %(status)s, %(count)s bytes)")
DID_NOT_ANSWER = _("%(host)s did not answer (%(words)s)")
NO_CONNECTION = _("no connection to %(host)s")
BROKE_AFTER = _("the connection to %(host)s broke after the request had left")
NO_ANSWER = _("no answer from %(host)s (%(words)s)")
STATUS = _("%(host)s answered with status %(status)s")


log = logging.getLogger("guichet.http")

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
LONGEST_SECONDS = 60.0
LARGEST_ANSWER = 32 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back: status below 500 and not 429; headers with lower-case names."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """The decoded body. Raises UnexpectedAnswer if it is not JSON."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise UnexpectedAnswer(NOT_JSON % {"status": self.status, "count": len(self.content)}) from error


class Http:
    """Calls with time limits and our errors. One instance per connector instance; not shared by threads.

    read_seconds: how long an answer may be silent. send_within: seconds from now in which send_once may start.
    """

    def __init__(self, *, read_seconds: float = READ_SECONDS, send_within: float | None = None) -> None:
        self.send_until = None if send_within is None else time.monotonic() + send_within
        self.session = requests.Session()
        self.session.trust_env = False
        if private_authorities():
            self.session.mount("https://", _Trusting())
        self.timeouts = (min(CONNECT_SECONDS, read_seconds), read_seconds)
        self._routes: dict[str, dict[str, Any]] = {}

    def read(self, method: str, url: str, **options: Any) -> Answer:
        """A call that may be repeated at will: a GET, a token request, marking as read.

        Raises TryLater for 429, any 5xx, a time-out or no connection.
        """
        try:
            answer = self._call(method, url, **options)
        except requests.RequestException as error:
            raise TryLater(DID_NOT_ANSWER % {"host": urlsplit(url).hostname, "words": type(error).__name__}) from error
        if answer.status == 429 or answer.status >= 500:
            raise _try_later(url, answer)
        return answer

    def send_once(self, method: str, url: str, **options: Any) -> Answer:
        """A call that must not be repeated once it may have arrived.

        Raises TryLater if it surely had no effect (too late to start, 429, 503, no connection, an
        untrusted certificate), else OutcomeUnknown.
        """
        host = urlsplit(url).hostname
        if self.send_until is not None and time.monotonic() > self.send_until:
            raise TryLater(_("getting ready to send took too long"))
        try:
            answer = self._call(method, url, **options)
        except requests.ConnectTimeout as error:
            raise TryLater(NO_CONNECTION % {"host": host}) from error
        except requests.ConnectionError as error:
            if _never_connected(error) or _is_untrusted(error):
                raise TryLater(NO_CONNECTION % {"host": host}) from error
            raise OutcomeUnknown(BROKE_AFTER % {"host": host}) from error
        except requests.RequestException as error:
            raise OutcomeUnknown(NO_ANSWER % {"host": host, "words": type(error).__name__}) from error
        if answer.status in (429, 503):
            raise _try_later(url, answer)
        if answer.status >= 500:
            raise OutcomeUnknown(STATUS % {"host": host, "status": answer.status})
        return answer

    def _call(self, method: str, url: str, **options: Any) -> Answer:
        started = time.monotonic()
        response = self.session.request(
            method, url, timeout=self.timeouts, allow_redirects=False, stream=True, **self._route(url), **options
        )
        with response:
            content = bytearray()
            for piece in response.iter_content(64 * 1024):
                content += piece
                if len(content) > LARGEST_ANSWER:
                    raise requests.exceptions.ContentDecodingError("answer larger than 32 MB")
                if time.monotonic() - started > LONGEST_SECONDS:
                    raise requests.ReadTimeout("answer took too long")
        parts = urlsplit(url)
        elapsed = round((time.monotonic() - started) * 1000)
        log.info("%s %s%s %s %s ms", method, parts.hostname, parts.path, response.status_code, elapsed)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, bytes(content))

    def _route(self, url: str) -> dict[str, Any]:
        """The proxies and certificates that the environment names for this host, looked up once.

        Left to itself, requests does so for every call (as long as all the rest together), and lets a
        .netrc entry replace our Authorization header.
        """
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._routes:
            self._routes[host] = {"proxies": requests.utils.get_environ_proxies(url), "verify": _ca_bundle()}
        return self._routes[host]


class _Trusting(HTTPAdapter):
    """Trusts the operator's own certificate authorities besides the public ones, which requests adds."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, ssl_context=tls_context(), **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=tls_context(), **options)


def _ca_bundle() -> str | bool:
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError")


def _is_untrusted(error: BaseException | None) -> bool:
    """Whether the server's certificate was not accepted, so that nothing was sent.

    Encryption may also break later: that is an SSLError as well, and looks the same but for its cause.
    """
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _try_later(url: str, answer: Answer) -> TryLater:
    seconds = answer.headers.get("retry-after", "")
    wait = timedelta(seconds=int(seconds)) if seconds.isdigit() else None
    return TryLater(STATUS % {"host": urlsplit(url).hostname, "status": answer.status}, wait, status=answer.status)
