"""Looking after pushes at the marketplace: what is wanted here, and the destination that is to be there for it.

What is wanted lies in rows (Account.wants_push, PushDestination.next_check_at); a worker brings the marketplace in
line with it every hour. A destination that the marketplace has given up is set right then. It stays when the last
seller switches off, since closed accounts are told there, too.
"""

import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from connectors.accounts import connector_for, installation_connector
from connectors.errors import MarketplaceError, TryLater
from connectors.locks import advisory_lock_or_not
from connectors.models import Account, PushDestination, PushSubscription
from connectors.push import Destination, Endpoint, PushRefused, PushState, ReceivesPush
from inbox.models import Role, User
from inbox.push import subscriptions

log = logging.getLogger(__name__)

CHECK_EVERY = timedelta(hours=1)
AFTER_A_PROBLEM = timedelta(minutes=10)
LEASE = timedelta(minutes=5)


def can_push(account: Account) -> bool:
    """Whether its marketplace tells by itself what is new."""
    return issubclass(account.connector_class, ReceivesPush)


def destination_of(slug: str) -> PushDestination:
    """The one of a marketplace, made when it is first asked for: from then on its challenge is answered."""
    url = endpoint_url(slug)
    row, _ = PushDestination.objects.get_or_create(
        slug=slug, defaults={"endpoint": url, "verification_token": secrets.token_urlsafe(48)}
    )
    if row.endpoint != url and not row.external_id:  # what the marketplace has is looked after by the worker
        row.endpoint = url
        row.save(update_fields=["endpoint"])
    return row


def switch_on(account: Account, *, now: datetime) -> None:
    """Want pushes for this account, or try again at once; a worker does the rest."""
    destination_of(account.marketplace)
    Account.objects.filter(id=account.id).update(wants_push=True)
    account.push_subscriptions.update(checked_at=None)
    PushDestination.objects.filter(slug=account.marketplace).update(next_check_at=now)


def switch_off(account: Account, *, now: datetime) -> None:
    """Want no more pushes for this account; a worker tells the marketplace."""
    Account.objects.filter(id=account.id).update(wants_push=False)
    account.push_subscriptions.update(state=PushState.OFF)
    PushDestination.objects.filter(slug=account.marketplace).update(next_check_at=now)


def ask_for_test(account: Account, *, now: datetime) -> bool:
    """Let the marketplace send a made-up push; False if there is no subscription that is on.

    Raises what the marketplace says against it.
    """
    subscription = account.push_subscriptions.filter(state=PushState.ON).exclude(external_id="").order_by("id").first()
    connector = connector_for(account)
    if subscription is None or not isinstance(connector, ReceivesPush):
        return False
    PushSubscription.objects.filter(id=subscription.id).update(tested_at=now)
    connector.ask_for_test(subscription.external_id)
    return True


def endpoint_url(slug: str) -> str:
    """The address that a marketplace is told: from the setting, never from what a request calls us."""
    return settings.PUBLIC_URL + reverse("push", args=[slug])


def claim_due(now: datetime) -> list[int]:
    """Take the destinations that are due to be looked after."""
    due = PushDestination.objects.filter(next_check_at__lte=now).values_list("id", "next_check_at")
    return [
        destination_id
        for destination_id, due_at in due
        if PushDestination.objects.filter(id=destination_id, next_check_at=due_at).update(next_check_at=now + LEASE)
    ]


def look_after(destination_id: int, *, now: datetime) -> None:
    """Bring one marketplace in line with what is wanted here. Running it twice does no harm."""
    row = PushDestination.objects.filter(id=destination_id).first()
    if row is None:
        return
    with advisory_lock_or_not(f"push {row.slug}") as taken:
        if not taken:
            return
        try:
            found = _destination(row)
        except MarketplaceError as error:
            log.warning("push %s: %s", row.slug, type(error).__name__)
            wait = error.wait if isinstance(error, TryLater) and error.wait else timedelta(0)
            _note(row, now, problem=str(error), next_check_at=now + max(wait, AFTER_A_PROBLEM))
            return
        changed = found.repaired or found.external_id != row.external_id
        repaired_at = now if found.repaired else row.repaired_at
        there = {"external_id": found.external_id, "state": found.state, "repaired_at": repaired_at}
        _note(row, now, problem="", next_check_at=now + CHECK_EVERY, **there)
        subscriptions.keep_all(row, found, now=now, at_once=changed)


def _destination(row: PushDestination) -> Destination:
    """Have the marketplace know our address. Raises what stands against it."""
    connector = installation_connector(row.slug)
    if not isinstance(connector, ReceivesPush):
        raise PushRefused(f"{row.slug} pushes nothing")
    url = endpoint_url(row.slug)
    if url != row.endpoint:  # written first: the marketplace asks us for an answer with the new one in it
        PushDestination.objects.filter(id=row.id).update(endpoint=url)
    if problem := connector.endpoint_problem(url):
        raise PushRefused(problem)
    return connector.keep_destination(row.external_id, Endpoint(url, secret=row.verification_token, contact=_contact()))


def _note(row: PushDestination, now: datetime, **values: object) -> None:
    PushDestination.objects.filter(id=row.id).update(checked_at=now, **values)


def _contact() -> str:
    """Whom the marketplace writes to when deliveries fail: the first owner."""
    owners = User.objects.filter(role=Role.OWNER, is_active=True).order_by("id")
    return owners.values_list("email", flat=True).first() or ""
