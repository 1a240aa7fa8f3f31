"""A real Dovecot on loopback, all of it in one directory, for as long as the tests run."""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from imap_tools.utils import encode_folder

from tests.connectors.mail.authority import Authority

DOVECOT = shutil.which("dovecot") or next((path for path in ("/usr/sbin/dovecot",) if os.path.exists(path)), "")
PASSWORD = "correct horse é"
USERS = 200
"""All known from the start: Dovecot looks at the file again only in a new second."""

CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = {uid}
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:{home}/mail/%u
mail_fsync = never
mail_max_userip_connections = 100
ssl = yes
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
auth_cache_size = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = {home}/users
}}
userdb {{
  driver = static
  args = home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """Where it listens and where its files are. plain_port takes STARTTLS, too."""

    home: Path
    plain_port: int
    tls_port: int
    tokeninfo_port: int
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(USERS)))

    def new_user(self) -> str:
        """A mailbox nobody has used yet."""
        return f"shop{next(self.numbers)}@example.test"

    @contextmanager
    def client(self, user: str) -> Iterator[imaplib.IMAP4]:
        """Another mail program of the same user, which may do anything."""
        client = imaplib.IMAP4("127.0.0.1", self.plain_port, timeout=10)
        try:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
            yield client
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                client.logout()

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Put mails into a folder in this order; a folder that is not there is made."""
        name = quoted(folder)
        with self.client(user) as client:
            client.create(name)
            for mail in mails:
                status, answer = client.append(name, "", at or time.time(), mail)  # type: ignore[arg-type]
                assert status == "OK", answer

    def fill(self, user: str, mails: Iterable[bytes], *, at: datetime) -> None:
        """Put many mails into the inbox as a mail server on the same machine would, by files: much quicker."""
        with self.client(user) as client:
            client.select("INBOX")
        new = self.home / "mail" / user / "new"
        for number, mail in enumerate(mails):
            path = new / f"{int(at.timestamp())}.M{number:06}.test"
            path.write_bytes(mail)
            os.utime(path, (at.timestamp(), at.timestamp()))
            self._own(path)

    def rename(self, user: str, old: str, new: str) -> None:
        with self.client(user) as client:
            assert client.rename(quoted(old), quoted(new))[0] == "OK"

    def change_uidvalidity(self, user: str, folder: str = "INBOX") -> None:
        """As after a restored backup: every mail has a new UID and the folder another UIDVALIDITY."""
        directory = self.home / "mail" / user
        if folder != "INBOX":
            directory /= f".{folder}"
        for name in directory.glob("dovecot*"):
            name.unlink()
        (directory / "dovecot-uidlist").write_text("3 V424242 N1\n")
        self._own(directory / "dovecot-uidlist")

    def flags(self, user: str) -> list[bytes]:
        """What the mails of the inbox are marked with."""
        with self.client(user) as client:
            client.select("INBOX", readonly=True)
            answers = client.fetch("1:*", "(FLAGS)")[1]
            return [answer for answer in answers if isinstance(answer, bytes)]

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("dovecot")
            os.chown(path, owner.pw_uid, owner.pw_gid)


def quoted(folder: str) -> str:
    """A folder's name as commands take it."""
    return bytes(encode_folder(folder)).decode()


@contextmanager
def running(authority: Authority) -> Iterator[Dovecot]:
    """Dovecot, as this user, or as root with Debian's own users for the parts that need one."""
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))
    home.chmod(0o755)
    plain_port, tls_port, tokeninfo_port = (_free_port() for _ in range(3))
    (home / "mail").mkdir()
    users = [f"shop{number}@example.test:{{PLAIN}}{PASSWORD}::::::\n" for number in range(USERS)]
    (home / "users").write_text("".join(users), encoding="utf-8")
    (home / "server.pem").write_bytes(authority.certificate)
    (home / "server.key").write_bytes(authority.key)
    (home / "oauth2.conf").write_text(
        f"tokeninfo_url = http://127.0.0.1:{tokeninfo_port}/tokeninfo?token=\nusername_attribute = email\n"
        "active_attribute = active\nactive_value = yes\ntimeout_msecs = 2000\n"
    )
    owners = _owners()
    if owners["uid"] != os.getuid():
        os.chown(home / "mail", owners["uid"], owners["gid"])
    configuration = CONFIGURATION.format(home=home, plain_port=plain_port, tls_port=tls_port, **owners)
    (home / "dovecot.conf").write_text(configuration)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(home / "dovecot.conf")])
    try:
        _wait_for(plain_port, home)
        yield Dovecot(home, plain_port, tls_port, tokeninfo_port)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _owners() -> dict[str, Any]:
    """Whose processes and files they are: ours, and as root those of Debian's package, which refuses root."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam("dovecot")
        ids = {"uid": owner.pw_uid, "gid": owner.pw_gid}
        return {"internal": "dovecot", "group": "dovecot", "login": "dovenull", **ids}
    me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    return {"internal": me, "group": group, "login": me, "uid": os.getuid(), "gid": os.getgid()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, home: Path) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"Dovecot did not start: {(home / 'log').read_text()}")
