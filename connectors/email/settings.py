"""The credentials of one mailbox account, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.collaborators import Tools
from connectors.credentials import flat, nested
from connectors.errors import SignInAgain
from connectors.facts import CredentialField
from connectors.mail.credential_fields import OAUTH, SECURITIES, oauth_fields
from connectors.mail.servers import Server, server_from
from connectors.text import marked as _

GROUPS = {"mailbox": _("Incoming mail"), "mailbox.oauth": OAUTH, "smtp": _("Outgoing mail"), "smtp.oauth": OAUTH}
FIELDS = (
    CredentialField("mailbox.host", _("Incoming mail: server (IMAP)")),
    CredentialField("mailbox.port", _("Incoming mail: port"), default="993", number=True),
    CredentialField(
        "mailbox.security", _("Incoming mail: encryption"), required=False, default="tls", choices=SECURITIES
    ),
    CredentialField("mailbox.user", _("Incoming mail: user")),
    CredentialField("mailbox.password", _("Incoming mail: password"), secret=True, unless="mailbox.oauth"),
    CredentialField(
        "mailbox.folders",
        _("Folders to read"),
        required=False,
        many=True,
        help=_("If empty: the inbox, and the folder of sent mails where there is one."),
    ),
    *oauth_fields("mailbox"),
    CredentialField("smtp.host", _("Outgoing mail: server (SMTP)")),
    CredentialField("smtp.port", _("Outgoing mail: port"), default="465", number=True),
    CredentialField(
        "smtp.security",
        _("Outgoing mail: encryption"),
        required=False,
        default="tls",
        choices=SECURITIES,
        help=_("“none” only to a server on this machine."),
    ),
    CredentialField(
        "smtp.user", _("Outgoing mail: user"), required=False, help=_("Leave empty if the server wants no log-in.")
    ),
    CredentialField("smtp.password", _("Outgoing mail: password"), secret=True, required=False),
    *oauth_fields("smtp"),
    CredentialField("sender", _("Sender"), help=_("The address that buyers write to and get answers from.")),
)


@dataclass(frozen=True)
class Settings:
    """mailbox, smtp: where mails are read and sent. folders: as chosen, or empty. sender: as it stands in From.

    own: the shop's addresses in small letters; what they write is an answer, not a question.
    """

    mailbox: Server
    smtp: Server
    folders: tuple[str, ...]
    sender: str
    own: frozenset[str] = field(default_factory=frozenset)


def settings_from(credentials: Mapping[str, Any], tools: Tools | None = None) -> Settings:
    """Read credentials, nested or with dotted names. Raises SignInAgain naming the field that cannot be used."""
    groups = nested(flat(credentials))
    sender = str(groups.get("sender") or "").strip()
    try:
        mailbox = server_from(_group(groups, "mailbox"), what="mailbox", tools=tools)
        smtp = server_from(_group(groups, "smtp"), what="smtp", tools=tools)
    except ValueError as error:
        raise SignInAgain(str(error)) from error
    if "@" not in sender:
        raise SignInAgain(_("sender: must be an address such as service@shop.example"))
    folders = _group(groups, "mailbox").get("folders") or ()
    return Settings(
        mailbox=mailbox,
        smtp=smtp,
        folders=tuple(str(folder) for folder in folders),
        sender=sender,
        own=own_addresses(credentials),
    )


def own_addresses(credentials: Mapping[str, Any]) -> frozenset[str]:
    """The sender's address, and the mailbox's user where that is one."""
    values = flat(credentials)
    sender = str(values.get("sender") or "").rpartition("<")[2].rstrip("> ").strip()
    named = (sender, str(values.get("mailbox.user") or "").strip())
    return frozenset(name.casefold() for name in named if "@" in name)


def _group(groups: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    group = groups.get(name)
    return group if isinstance(group, Mapping) else {}
