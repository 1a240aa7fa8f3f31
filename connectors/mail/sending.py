"""Sending one mail, once, by SMTP. After the mail has left, no answer means that nobody knows."""

import base64
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater
from connectors.mail.servers import Server
from connectors.mail.transport.compose import OutgoingMail, composed, envelope
from connectors.text import marked as _
from connectors.trust import UNTRUSTED, tls_context

NO_ANSWER = _("no answer from %(host)s after the mail had left")
STRANGE_ANSWER = _("%(host)s took the mail and answered: %(words)s")
NOBODY_IN = _("%(host)s lets nobody in now: %(words)s")
NO_LOG_IN = _("%(host)s refuses the log-in: %(words)s")
ONLY_ASCII = _("%(host)s takes only ASCII letters in user and password")
WANTS_LOG_IN = _("%(host)s wants a log-in: %(words)s")
REFUSED = _("%(host)s refuses the mail: %(words)s")
NOT_NOW = _("%(host)s does not take the mail now: %(words)s")
NOT_OFFERED = _("%(host)s does not offer what the settings ask for: %(words)s")
NO_CONNECTION = _("no connection to %(host)s (%(words)s)")


__all__ = ["OutgoingMail", "check_sending", "send_mail"]

SECONDS = 30.0
NOT_LOGGED_IN = (530, 534, 535, 538)
"""RFC 4954, section 6."""


def send_mail(server: Server, mail: OutgoingMail, *, timeout: float = SECONDS) -> None:
    """Hand the mail to the server.

    timeout: seconds the server may be silent. Raises TryLater (no effect), ReplyRefused with the server's words,
    SignInAgain, or OutcomeUnknown.
    """
    content = composed(mail)
    sender, recipient = envelope(mail.sender), envelope(mail.to)
    with _before_the_mail(server):
        client = _connected(server, name=sender.rpartition("@")[2], timeout=timeout)
    try:
        with _before_the_mail(server):
            _log_in(client, server)
            _accepted(server, client.mail(sender))
            _accepted(server, client.rcpt(recipient))
            _accepted(server, client.docmd("DATA"))
        _hand_over(client, server, content)
    finally:
        client.close()


def check_sending(server: Server, *, timeout: float = SECONDS) -> None:
    """Connect and log in as for a mail, and send none. Raises TryLater or SignInAgain."""
    with _before_the_mail(server):
        client = _connected(server, name="localhost", timeout=timeout)
    try:
        with _before_the_mail(server):
            _log_in(client, server)
        with suppress(OSError):
            client.putcmd("quit")
    finally:
        client.close()


def _hand_over(client: smtplib.SMTP, server: Server, content: bytes) -> None:
    try:
        client.send(_ended(content))
        answer = client.getreply()
    except OSError as error:
        raise OutcomeUnknown(NO_ANSWER % {"host": server.host}) from error
    if answer[0] // 100 not in (2, 4, 5):
        raise OutcomeUnknown(STRANGE_ANSWER % {"host": server.host, "words": _said(answer[1])})
    _accepted(server, answer)
    with suppress(OSError):
        client.putcmd("quit")


def _connected(server: Server, *, name: str, timeout: float) -> smtplib.SMTP:
    """A greeted connection, encrypted as the server wants it. name: how we introduce ourselves; spares a DNS query."""
    if server.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=timeout, context=tls_context()
        )
    else:
        client = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=timeout)
    try:
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            client.starttls(context=tls_context())
            client.ehlo()
    except BaseException:
        client.close()
        raise
    return client


def _log_in(client: smtplib.SMTP, server: Server) -> None:
    if not server.user or (server.if_offered and not client.has_extn("auth")):
        return
    token = server.fresh_token("") if server.fresh_token else server.token
    code, words = _authenticate(client, server, token=token)
    if code == 535 and server.fresh_token:
        code, words = _authenticate(client, server, token=server.fresh_token(token))
    if code // 100 == 4:
        raise TryLater(NOBODY_IN % {"host": server.host, "words": _said(words)})
    if code // 100 != 2:
        raise SignInAgain(NO_LOG_IN % {"host": server.host, "words": _said(words)})


def _authenticate(client: smtplib.SMTP, server: Server, *, token: str) -> tuple[int, bytes]:
    """Token, else PLAIN, which alone knows other than ASCII, else what smtplib can."""
    if token:
        code, words = client.docmd(
            "AUTH", f"XOAUTH2 {_base64(f'user={server.user}{_SOH}auth=Bearer {token}{_SOH * 2}')}"
        )
        return client.docmd("") if code == 334 else (code, words)
    if "PLAIN" in client.esmtp_features.get("auth", "").upper().split():
        return client.docmd("AUTH", f"PLAIN {_base64(f'{_NUL}{server.user}{_NUL}{server.password}')}")
    try:
        return client.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        return error.smtp_code, _bytes(error.smtp_error)
    except UnicodeEncodeError as error:
        raise SignInAgain(ONLY_ASCII % {"host": server.host}) from error


def _accepted(server: Server, answer: tuple[int, bytes]) -> None:
    """Raises by the first digit of the answer: 4 = later, 5 = no (RFC 5321, section 4.2.1)."""
    code, words = answer
    if code // 100 in (2, 3):
        return
    if code in NOT_LOGGED_IN:
        raise SignInAgain(WANTS_LOG_IN % {"host": server.host, "words": _said(words)})
    if code // 100 == 5:
        raise ReplyRefused(REFUSED % {"host": server.host, "words": f"{code} {_said(words)}"})
    raise TryLater(NOT_NOW % {"host": server.host, "words": f"{code} {_said(words)}"})


@contextmanager
def _before_the_mail(server: Server) -> Iterator[None]:
    """Whatever fails here, no mail has left."""
    try:
        yield
    except smtplib.SMTPNotSupportedError as error:
        raise SignInAgain(NOT_OFFERED % {"host": server.host, "words": error}) from error
    except ssl.SSLCertVerificationError as error:
        raise TryLater(UNTRUSTED % {"host": server.host, "words": error.verify_message}) from error
    except OSError as error:
        raise TryLater(
            NO_CONNECTION % {"host": server.host, "words": f"{type(error).__name__}: {_said(error.args[-1:])}"}
        ) from error


def _ended(content: bytes) -> bytes:
    """With the line that ends a mail, and dots doubled that would look like it (RFC 5321, section 4.5.2)."""
    lines = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines) + b".\r\n"


_SOH, _NUL = "\1", "\0"


def _base64(value: str) -> str:
    return base64.b64encode(value.encode()).decode()


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _said(words: object) -> str:
    """A server's words, short and on one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(text.split())[:300]
