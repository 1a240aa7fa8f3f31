"""What an account may be asked for so that it can log in to a mail server without a password."""

from connectors.facts import CredentialField
from connectors.text import marked as _

SECURITIES = {
    "tls": _("TLS from the beginning"),
    "starttls": _("STARTTLS: TLS before the log-in"),
    "none": _("none, only to a server on this machine"),
}
"""How a connection is encrypted, see connectors.mail.servers.Server."""
OAUTH = _("Log in with OAuth2 instead of a password")


def oauth_fields(server: str) -> tuple[CredentialField, ...]:
    """The group `<server>.oauth`, which connectors.mail.servers.server_from reads; optional as a whole."""
    group = f"{server}.oauth"
    return (
        CredentialField(f"{group}.token_url", _("Address that gives access tokens"), optional_group=True),
        CredentialField(f"{group}.client_id", _("Client ID"), optional_group=True),
        CredentialField(f"{group}.client_secret", _("Client secret"), secret=True, required=False, optional_group=True),
        CredentialField(f"{group}.refresh_token", _("Refresh token"), secret=True, optional_group=True),
    )
