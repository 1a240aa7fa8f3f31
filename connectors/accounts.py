"""Accounts: connect, pause, wake, and make the connector that talks for one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from connectors.abilities import RedirectSignIn, SignedIn
from connectors.base import Connector
from connectors.buckets import RedisQuota
from connectors.collaborators import Tools
from connectors.credentials import flat, nested, problems
from connectors.errors import SignInAgain
from connectors.http import Http
from connectors.models import Account, AccountState, Application, Stream
from connectors.registry import connector_class
from connectors.shared_memory import RedisMemory
from connectors.tokens import DatabaseTokens, forget_tokens


class BadCredentials(ValueError):
    """Credentials that cannot be right. problems: each `field: what is wrong`, never with a value."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def connector_for(account: Account, *, send_within: timedelta | None = None) -> Connector:
    """The connector of one account, with the installation's keys below the account's own.

    send_within: how long from now it may begin to send; later it raises TryLater. None: at any time.
    """
    credentials = {**application_credentials(account.marketplace), **account.credentials}
    return account.connector_class(
        credentials=credentials,
        identity=account.identity,
        tools=_tools(
            account.marketplace,
            owner=str(account.id),
            client=credentials.get("client_id", ""),
            send_within=send_within,
        ),
    )


def sign_in_connector(slug: str) -> Connector:
    """A connector without an account, for the redirect sign-in."""
    credentials = application_credentials(slug)
    tools = _tools(slug, owner="sign-in", client=credentials.get("client_id", ""))
    return connector_class(slug)(credentials=credentials, identity={}, tools=tools)


def installation_connector(slug: str, *, answer_within: timedelta | None = None) -> Connector:
    """A connector that speaks for the installation: with its own keys, or with those of its oldest account.

    answer_within: how long the marketplace may be silent; None: as long as for any call.
    """
    credentials = _installation_keys(slug)
    client = credentials.get("client_id", "")
    tools = _tools(slug, owner="sign-in", client=client, answer_within=answer_within)
    return connector_class(slug)(credentials=credentials, identity={}, tools=tools)


def has_installation_keys(account: Account) -> bool:
    """Whether the account signs in with the keys that `installation_connector` has."""
    own = {**application_credentials(account.marketplace), **account.credentials}
    return own.get("client_id") == _installation_keys(account.marketplace).get("client_id")


def application_credentials(slug: str) -> dict[str, str]:
    """The installation's own keys: from the environment, else as the owner entered them."""
    cls = connector_class(slug)
    if not issubclass(cls, RedirectSignIn):
        return {}
    stored = Application.objects.filter(slug=slug).first()
    entered: dict[str, str] = stored.credentials if stored else {}
    prefix = f"{slug.upper()}_"
    given = settings.MARKETPLACES[slug]
    return {
        field.name: given.get(prefix + field.name.upper(), "") or entered.get(field.name, "")
        for field in cls.app_fields
    }


def connect(slug: str, *, name: str, credentials: Mapping[str, Any], now: datetime) -> Account:
    """Add an account, or give an existing one of that name new credentials; its first pull is due at once.

    What was known by old credentials is forgotten, so that the next pull checks the new ones first.

    credentials: groups of values nested, or flat with dotted names. Raises BadCredentials naming the fields.
    """
    cls = connector_class(slug)
    name = name.strip()
    if not name:
        raise BadCredentials("name: give the account a name")
    credentials = _checked(cls, credentials)
    with transaction.atomic():
        account, _created = Account.objects.update_or_create(
            marketplace=slug,
            name=name,
            defaults={
                "credentials": credentials,
                "state": AccountState.OK,
                "state_reason": "",
                "state_since": now,
                "identity": {},
                "missing": [],
                "sign_in_ends_at": None,
            },
            create_defaults={"credentials": credentials, "state_since": now},
        )
        forget_tokens(f"{slug}/{account.id}")
        account.push_subscriptions.update(checked_at=None)  # a new consent may cover more
        for stream in cls.streams:
            Stream.objects.update_or_create(account=account, name=stream.name, defaults={"next_pull_at": now})
    return account


def connect_signed_in(slug: str, *, name: str, signed_in: SignedIn, now: datetime) -> Account:
    """Add or renew the account of a seller who has just signed in on the marketplace's page."""
    account = connect(slug, name=name, credentials=signed_in.credentials, now=now)
    account.sign_in_ends_at = signed_in.sign_in_ends_at
    account.save(update_fields=["sign_in_ends_at"])
    return account


def check(account: Account, *, now: datetime) -> None:
    """Ask the marketplace who we are and store it. Marks the account when it must sign in again.

    Raises TryLater or UnexpectedAnswer, with nothing changed.
    """
    try:
        facts = connector_for(account).check()
    except SignInAgain as error:
        set_state(account, AccountState.SIGN_IN, reason=str(error), now=now)
        raise
    account.identity = dict(facts.identity)
    account.seller_name = facts.name
    account.missing = list(facts.missing)
    account.sign_in_ends_at = facts.sign_in_ends_at or account.sign_in_ends_at
    account.save(update_fields=["identity", "seller_name", "missing", "sign_in_ends_at"])


def set_state(account: Account, state: AccountState, *, reason: str, now: datetime) -> None:
    """Change the state; `since` moves only when the state does."""
    if account.state != state:
        account.state_since = now
    account.state, account.state_reason = state, reason
    account.save(update_fields=["state", "state_reason", "state_since"])


def pause(account: Account, *, now: datetime) -> None:
    set_state(account, AccountState.PAUSED, reason="", now=now)


def resume(account: Account, *, now: datetime) -> None:
    set_state(account, AccountState.OK, reason="", now=now)
    pull_now(account, now=now)


def pull_now(account: Account, *, now: datetime) -> None:
    """Make every stream due."""
    account.streams.update(next_pull_at=now, claimed_at=None)


def _checked(cls: type[Connector], credentials: Mapping[str, Any]) -> dict[str, Any]:
    """The credentials as groups. The installation's own keys stand in for what they leave out."""
    values = flat(credentials)
    names = {field.name for field in cls.credential_fields}
    ours = {name: value for name, value in application_credentials(cls.slug).items() if name in names}
    if wrong := problems(cls.credential_fields, ours | values):
        raise BadCredentials(*wrong)
    groups = nested(values)
    if sentence := cls.wrong_credentials(groups):
        raise BadCredentials(sentence)
    return groups


def _installation_keys(slug: str) -> dict[str, str]:
    keys = application_credentials(slug)
    if keys.get("client_id"):
        return keys
    oldest = Account.objects.filter(marketplace=slug).order_by("id").first()
    return {name: oldest.credentials.get(name, "") for name in keys} if oldest else keys


def _tools(
    slug: str,
    *,
    owner: str,
    client: str,
    send_within: timedelta | None = None,
    answer_within: timedelta | None = None,
) -> Tools:
    return Tools(
        http=Http(
            read_seconds=(answer_within or settings.HTTP_READ).total_seconds(),
            send_within=None if send_within is None else send_within.total_seconds(),
        ),
        tokens=DatabaseTokens(f"{slug}/{owner}"),
        shared_tokens=DatabaseTokens(f"{slug}/shared"),
        quota=RedisQuota(f"{slug}:{client}"),
        now=timezone.now,
        settings=settings.MARKETPLACES[slug],
        memory=RedisMemory(f"{slug}:{client}"),
    )
