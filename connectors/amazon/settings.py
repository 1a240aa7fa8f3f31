"""The credentials of one account, read: mailboxes, sending server, sending address, application, marketplaces."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.amazon.marketplaces import of_country
from connectors.collaborators import Tools
from connectors.credentials import flat, listed, nested
from connectors.errors import SignInAgain
from connectors.facts import CredentialField
from connectors.mail.credential_fields import OAUTH, SECURITIES, oauth_fields
from connectors.mail.mailbox import Mailbox
from connectors.mail.servers import Server, server_from
from connectors.text import marked as _

NO_SUCH_COUNTRY = _("marketplaces: Amazon has none in %(names)s")
NO_GROUP = _("%(field)s: must be a group of values")


SECRET_LASTS = timedelta(days=180)
"""A client secret must be renewed within 180 days (Amazon, "Rotating your apps' LWA credentials", read 2026-11)."""

REGIONS = {
    "eu": _("Europe, India, Middle East and Africa"),
    "na": _("North and South America"),
    "fe": _("Japan, Australia and Singapore"),
}
MAILBOX, SECOND_MAILBOX = "mailbox", "mailbox.2"


def _field(group: str, name: str, label: str, **facts: Any) -> CredentialField:
    return CredentialField(f"{group}.{name}", label, **facts)


def _mailbox_fields(group: str, *, optional: bool) -> tuple[CredentialField, ...]:
    facts = {"optional_group": optional}
    return (
        _field(group, "host", _("IMAP server"), **facts),
        _field(group, "port", _("Port"), default="993", number=True, **facts),
        _field(group, "security", _("Encryption"), default="tls", choices=SECURITIES, required=False, **facts),
        _field(group, "user", _("User"), **facts),
        _field(group, "password", _("Password"), secret=True, unless=f"{group}.oauth", **facts),
        _field(
            group,
            "folders",
            _("Folders"),
            required=False,
            many=True,
            help=_("The folders that Amazon's mails arrive in; INBOX if left empty."),
            **facts,
        ),
        *oauth_fields(group),
    )


CREDENTIAL_GROUPS = {
    MAILBOX: _("Mailbox that Amazon writes to"),
    SECOND_MAILBOX: _("Second mailbox"),
    "smtp": _("Server that sends the replies"),
    **{f"{server}.oauth": OAUTH for server in (MAILBOX, SECOND_MAILBOX, "smtp")},
    "spapi": _("Private application (Selling Partner API)"),
}
CREDENTIAL_FIELDS = (
    *_mailbox_fields(MAILBOX, optional=False),
    *_mailbox_fields(SECOND_MAILBOX, optional=True),
    _field("smtp", "host", _("SMTP server")),
    _field("smtp", "port", _("Port"), default="587", number=True),
    _field("smtp", "security", _("Encryption"), default="starttls", choices=SECURITIES, required=False),
    _field("smtp", "user", _("User"), required=False, help=_("Leave empty if it is the mailbox's.")),
    _field("smtp", "password", _("Password"), required=False, secret=True),
    *oauth_fields("smtp"),
    CredentialField(
        "sender",
        _("Sending address"),
        help=_("The address that Amazon writes to. It must be approved in Seller Central, or replies are lost."),
    ),
    CredentialField("marketplaces", _("Marketplaces"), many=True, help=_("Country codes, such as FR and DE.")),
    _field("spapi", "client_id", _("Client ID"), optional_group=True),
    _field("spapi", "client_secret", _("Client secret"), secret=True, optional_group=True),
    _field("spapi", "refresh_token", _("Refresh token"), secret=True, optional_group=True),
    _field("spapi", "region", _("Region"), choices=REGIONS, required=False, optional_group=True),
    _field(
        "spapi",
        "secret_created_on",
        _("Client secret made on"),
        required=False,
        optional_group=True,
        help=_(
            "A date such as 2026-11-21. Amazon refuses a client secret that is older than 180 days; they are counted "
            "from the day you enter it here if you leave this empty."
        ),
    ),
)


def wrong(credentials: Mapping[str, Any]) -> str:
    """What of the credentials cannot be right, in a sentence beginning with the field; "" if all may be."""
    try:
        mailboxes(credentials)
        sending_server(credentials)
        sender(credentials)
        countries(credentials)
        secret_ends_at(credentials, given_at=datetime.now(UTC))
    except SignInAgain as error:
        return str(error)
    return ""


def mailboxes(credentials: Mapping[str, Any], *, tools: Tools | None = None) -> dict[str, Mailbox]:
    """Every mailbox that is given, by a name that stays the same while server and user do.

    Raises SignInAgain saying what of the credentials is wrong.
    """
    groups = _mailbox_groups(credentials)
    if not groups:
        raise SignInAgain(_("mailbox: missing"))
    found = {}
    for number, group in enumerate(groups, 1):
        server = _server(group, what=MAILBOX if number == 1 else f"{MAILBOX}.{number}", tools=tools)
        mailbox = Mailbox(server, tuple(group.get("folders") or ()) or ("INBOX",))
        found[mailbox.name] = mailbox
    return found


def sending_server(credentials: Mapping[str, Any], *, tools: Tools | None = None) -> Server:
    """Where replies are handed over. Raises SignInAgain.

    If it names no log-in, that of the first mailbox on the same host, where the server offers a log-in at all.
    """
    group = dict(credentials.get("smtp") or {})
    mailbox = next(iter(_mailbox_groups(credentials)), {})
    borrows = not group.get("user") and group.get("host") == mailbox.get("host")
    if borrows:
        group |= {name: mailbox[name] for name in ("user", "password", "token", "oauth") if name in mailbox}
    return replace(_server(group, what="smtp", tools=tools), if_offered=borrows)


def sender(credentials: Mapping[str, Any]) -> str:
    """The sending address. Raises SignInAgain if there is none."""
    address = str(credentials.get("sender") or "").strip()
    if "@" not in address:
        raise SignInAgain(_("sender: must be an address such as service@shop.example"))
    return address


def countries(credentials: Mapping[str, Any]) -> tuple[str, ...]:
    """The countries served, as Amazon's codes, each once. Raises SignInAgain naming a code Amazon does not have."""
    given = [str(code).strip().upper() for code in credentials.get("marketplaces") or ()]
    if unknown := [code for code in given if of_country(code) is None]:
        raise SignInAgain(NO_SUCH_COUNTRY % {"names": ", ".join(unknown)})
    return tuple(dict.fromkeys(found.country for code in given if (found := of_country(code))))


def application(credentials: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The private application's keys; None if the account works by mail alone."""
    group = credentials.get("spapi")
    return group if isinstance(group, Mapping) and group.get("client_id") else None


def secret_ends_at(credentials: Mapping[str, Any], *, given_at: datetime) -> datetime | None:
    """When Amazon stops taking the client secret, at the latest; None without an application.

    given_at: when it was given to us, which counts if nobody says when it was made. Raises SignInAgain for no date.
    """
    keys = application(credentials)
    if keys is None:
        return None
    made_on = str(keys.get("secret_created_on") or "").strip()
    if not made_on:
        return given_at + SECRET_LASTS
    try:
        made_at = datetime.fromisoformat(made_on)
    except ValueError as error:
        raise SignInAgain(_("spapi.secret_created_on: must be a date such as 2026-11-21")) from error
    return (made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)) + SECRET_LASTS


def _mailbox_groups(credentials: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """`mailbox` may be one group, a list of them, or one that holds the others by number, as a form makes it."""
    group = nested(flat({MAILBOX: credentials.get(MAILBOX)})).get(MAILBOX)
    return listed(group) if isinstance(group, Mapping) else []


def _server(group: Any, *, what: str, tools: Tools | None) -> Server:
    if not isinstance(group, Mapping):
        raise SignInAgain(NO_GROUP % {"field": what})
    try:
        return server_from(group, what=what, tools=tools)
    except ValueError as error:
        raise SignInAgain(str(error)) from error
