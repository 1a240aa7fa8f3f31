"""The SMTP server's port, on aiosmtpd in a thread of its own."""

import asyncio
import base64
import logging
import socket
import threading
from collections.abc import Callable

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from connectors.mail.simulation.office import Office
from connectors.simulation import Trouble

logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd warns of itself at every log-in

AT_MAIL = {
    Trouble.TOO_MANY: "451 4.7.1 Too many messages, try again later",
    Trouble.UNAVAILABLE: "421 4.3.2 The service is not available, try again later",
    Trouble.SERVER_ERROR: "451 4.3.0 Local error in processing",
    Trouble.REFUSED: "550 5.7.1 The message was refused by the policy of this server",
}
AFTER_DATA = frozenset({Trouble.TIMEOUT_BEFORE, Trouble.TIMEOUT_AFTER, Trouble.CONNECTION_CUT, Trouble.MALFORMED})
TAKEN = "250 2.0.0 Ok: queued"


class MailRejected(Exception):  # noqa: N818
    """Whoever listens to accepted mails does not want this one. The text is the SMTP answer, with its codes."""


Take = Callable[[str, list[str], bytes], None]


class SmtpServer:
    """Takes mail for anybody; `take` is called with sender, recipients and the raw mail. largest: bytes of a mail."""

    def __init__(self, office: Office, take: Take, *, largest: int) -> None:
        self.office = office
        self.take = take
        self.largest = largest
        self.port = 0

    def start(self, host: str, port: int) -> None:
        """Serve. Raises OSError if the port is taken."""
        listening = socket.create_server((host, port))
        self.port = int(listening.getsockname()[1])
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True, name="mail-sim-smtp")
        self.thread.start()
        serving = self.loop.create_server(self._protocol, sock=listening)  # in its own thread: ours may have a loop
        self.server = asyncio.run_coroutine_threadsafe(serving, self.loop).result()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=5)

    def _run(self) -> None:
        self.loop.run_forever()
        self.server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    def _protocol(self) -> SMTP:
        return SMTP(
            _Handler(self),
            data_size_limit=self.largest,
            enable_SMTPUTF8=True,
            hostname="simulated.invalid",
            ident="Guichet's simulated mail server",
            auth_require_tls=False,
            authenticator=self._authenticate,
            loop=self.loop,
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False)
        user, password = data.login.decode("utf-8", "replace"), data.password.decode("utf-8", "replace")
        return AuthResult(success=self.lets_in(user, password), handled=False)

    def lets_in(self, user: str, password: str) -> bool:
        """Whether this log-in is right, on a good day."""
        if self.office.take_trouble("smtp", {Trouble.TOKEN_EXPIRED}):
            return False
        return self.office.box_for(user, password) is not None


class _Handler:
    """The hooks of aiosmtpd."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self.office = server.office

    async def auth_XOAUTH2(self, smtp: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """The log-in with a token; aiosmtpd finds this by its name."""
        answer = base64.b64decode(args[1]) if len(args) > 1 else await smtp.challenge_auth("")
        if not isinstance(answer, bytes):
            return AuthResult(success=False)
        fields = dict(piece.partition("=")[::2] for piece in answer.decode("utf-8", "replace").split("\x01"))
        token = fields.get("auth", "").removeprefix("Bearer ")
        return AuthResult(success=self.server.lets_in(fields.get("user", ""), token), handled=False)

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        trouble = self.office.take_trouble("smtp", AT_MAIL)
        if trouble:
            return AT_MAIL[trouble]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        trouble = self.office.take_trouble("smtp", AFTER_DATA)
        if trouble is Trouble.TIMEOUT_BEFORE:
            return await self._hold(server)
        content = envelope.original_content or b""
        try:
            self.server.take(envelope.mail_from or "", list(envelope.rcpt_tos), content)
        except MailRejected as error:
            return str(error)
        if trouble is Trouble.TIMEOUT_AFTER:
            return await self._hold(server)
        if trouble is Trouble.CONNECTION_CUT and server.transport:
            server.transport.abort()  # type: ignore[attr-defined]
        return "this is no SMTP at all" if trouble is Trouble.MALFORMED else TAKEN

    async def _hold(self, server: SMTP) -> str:
        """Say nothing until the client gives up or has waited long enough; then hang up."""
        for _ in range(int(self.office.longest_hold.total_seconds() * 20)):
            if server.transport is None or server.transport.is_closing():
                break
            await asyncio.sleep(0.05)
        if server.transport:
            server.transport.abort()  # type: ignore[attr-defined]
        return "421 4.4.2 Timeout"
