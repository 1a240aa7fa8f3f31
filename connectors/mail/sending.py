"""Sending one mail, once, by SMTP. After the mail has left, no answer means that nobody knows."""

import base64
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater
from connectors.mail.servers import Server
from connectors.mail.transport.compose import OutgoingMail, composed, envelope
from connectors.trust import tls_context

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
        raise OutcomeUnknown(f"no answer from {server.host} after the mail had left") from error
    if answer[0] // 100 not in (2, 4, 5):
        raise OutcomeUnknown(f"{server.host} took the mail and answered: {_said(answer[1])}")
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
    if not server.user:
        return
    token = server.fresh_token("") if server.fresh_token else server.token
    code, words = _authenticate(client, server, token=token)
    if code == 535 and server.fresh_token:
        code, words = _authenticate(client, server, token=server.fresh_token(token))
    if code // 100 == 4:
        raise TryLater(f"{server.host} lets nobody in now: {_said(words)}")
    if code // 100 != 2:
        raise SignInAgain(f"{server.host} refuses the log-in: {_said(words)}")


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
        raise SignInAgain(f"{server.host} takes only ASCII letters in user and password") from error


def _accepted(server: Server, answer: tuple[int, bytes]) -> None:
    """Raises by the first digit of the answer: 4 = later, 5 = no (RFC 5321, section 4.2.1)."""
    code, words = answer
    if code // 100 in (2, 3):
        return
    if code in NOT_LOGGED_IN:
        raise SignInAgain(f"{server.host} wants a log-in: {_said(words)}")
    if code // 100 == 5:
        raise ReplyRefused(f"{server.host} refuses the mail: {code} {_said(words)}")
    raise TryLater(f"{server.host} does not take the mail now: {code} {_said(words)}")


@contextmanager
def _before_the_mail(server: Server) -> Iterator[None]:
    """Whatever fails here, no mail has left."""
    try:
        yield
    except smtplib.SMTPNotSupportedError as error:
        raise SignInAgain(f"{server.host} does not offer what the settings ask for: {error}") from error
    except OSError as error:
        raise TryLater(f"no connection to {server.host} ({type(error).__name__}: {_said(error.args[-1:])})") from error


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
