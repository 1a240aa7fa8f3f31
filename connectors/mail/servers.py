"""Where a mail server is and how to log in to it: an account's credentials, read and checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Literal, cast, get_args

from connectors.collaborators import Tools
from connectors.mail.transport.oauth import RefreshGrant
from connectors.text import marked as _

MISSING = _("%(field)s: missing")
ONE_OF = _("%(field)s: must be one of %(words)s")
NOT_PLAIN = _("%(field)s: none is allowed only to this machine (localhost), not to %(host)s")
NO_PORT = _("%(field)s: must be a number between 1 and 65535")
NO_TEXT = _("%(field)s: must be a text")


Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True)
class Server:
    """An IMAP or SMTP server and a log-in; an empty user logs in nowhere.

    security: tls from the first byte, starttls before the log-in, none only to this machine.
    token: an OAuth2 access token, used instead of the password (XOAUTH2).
    if_offered: logged in only where the server knows how to: the log-in was given for another server.
    fresh_token: where tokens end: given one that was refused, or "", returns a valid one.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    fresh_token: Callable[[str], str] | None = field(default=None, repr=False, compare=False)
    if_offered: bool = False


def server_from(group: Mapping[str, Any], *, what: str, tools: Tools | None = None) -> Server:
    """Read one group of credentials: host, port (number or text), security, and how to log in.

    Logging in: user with password, token or, where tools are given, `oauth`: {token_url, client_id, client_secret?,
    refresh_token}. what: the group's name, for the sentence. Raises ValueError saying what is wrong.
    """
    host = _text(group, "host", what=what).strip()
    if not host:
        raise ValueError(MISSING % {"field": f"{what}.host"})
    security = _text(group, "security", what=what) or "tls"
    if security not in get_args(Security):
        raise ValueError(ONE_OF % {"field": f"{what}.security", "words": ", ".join(get_args(Security))})
    if security == "none" and not is_loopback(host):
        raise ValueError(NOT_PLAIN % {"field": f"{what}.security", "host": host})
    user = _text(group, "user", what=what)
    return Server(
        host=host,
        port=_port(group, what=what),
        security=cast("Security", security),
        user=user,
        password=_text(group, "password", what=what),
        token=_text(group, "token", what=what),
        fresh_token=_fresh_token(group, user=user, what=what, tools=tools),
    )


def is_loopback(host: str) -> bool:
    """Whether the name can only mean this machine: `localhost`, or a loopback address written out. Asks no DNS."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _fresh_token(group: Mapping[str, Any], *, user: str, what: str, tools: Tools | None) -> Callable[[str], str] | None:
    if not group.get("oauth"):
        return None
    grant = RefreshGrant.from_group(group["oauth"], what=f"{what}.oauth")
    if tools is None:
        return None
    given = tools
    return lambda refused: given.tokens.token(
        f"mail {user}", lambda: grant.renew(http=given.http, now=given.now()), refused=refused
    )


def _port(group: Mapping[str, Any], *, what: str) -> int:
    try:
        port = int(str(group.get("port", "")).strip())
    except ValueError:
        port = 0
    if not 0 < port < 65536:
        raise ValueError(NO_PORT % {"field": f"{what}.port"})
    return port


def _text(group: Mapping[str, Any], name: str, *, what: str) -> str:
    value = group.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(NO_TEXT % {"field": f"{what}.{name}"})
    return value
