"""An SMTP server that says what it is told to, word for word, and can hang up or say nothing."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

SILENCE, HANG_UP = "(silence)", "(hang up)"


@dataclass
class ScriptedSmtp:
    """answers: by command, "greeting" and "mail" (after the final dot); what is not in it goes well."""

    answers: Mapping[str, str]
    port: int = 0
    commands: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)


GOOD = {
    "greeting": "220 ready",
    "EHLO": "250-scripted.invalid\r\n250 AUTH PLAIN LOGIN XOAUTH2",
    "AUTH": "235 welcome",
    "DATA": "354 go ahead",
    "QUIT": "221 bye",
}


@contextmanager
def scripted(tls: ssl.SSLContext | None = None, **answers: str) -> Iterator[ScriptedSmtp]:
    """tls: speak it from the first byte."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = ScriptedSmtp(GOOD | answers, listener.getsockname()[1])
        threading.Thread(target=_serve, args=(listener, server, tls), daemon=True).start()
        yield server


def _serve(listener: socket.socket, server: ScriptedSmtp, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            with client, suppress(OSError):
                _talk(tls.wrap_socket(client, server_side=True) if tls else client, server)


def _talk(client: socket.socket, server: ScriptedSmtp) -> None:
    lines = client.makefile("rb")
    if not _say(client, server.answers["greeting"]):
        return
    for line in lines:
        command = line.decode().strip()
        server.commands.append(command)
        word = command.partition(" ")[0].upper()
        if not _say(client, server.answers.get(word, "250 ok")):
            return
        if word == "DATA" and server.answers["DATA"].startswith("354"):
            mail = b"".join(iter(lines.readline, b".\r\n"))
            server.mails.append(mail)
            if not _say(client, server.answers.get("mail", "250 queued")):
                return


def _say(client: socket.socket, answer: str) -> bool:
    """Whether the conversation goes on."""
    if answer == SILENCE:
        client.recv(1)
    if answer in (SILENCE, HANG_UP):
        return False
    client.sendall(answer.encode() + b"\r\n")
    return True
