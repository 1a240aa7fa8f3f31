"""The subscriptions that are to be at a marketplace: one for each topic and seller who wants pushes, and the
installation's own.

They are looked after once a day, at once when the destination has changed, and hourly while the marketplace cannot be
asked. What a seller's consent does not cover is said at its topic; the others go on.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from connectors.accounts import connector_for, has_installation_keys, installation_connector
from connectors.errors import MarketplaceError, SignInAgain
from connectors.models import Account, PushDestination, PushSubscription
from connectors.push import Destination, PushState, ReceivesPush, Subscription
from connectors.registry import connector_class

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
OTHER_KEYS = gettext_noop(
    "This account signs in with other keys than the installation, and pushes come for the installation's only."
)


def keep_all(row: PushDestination, destination: Destination, *, now: datetime, at_once: bool) -> None:
    """Make what is missing, end what nobody wants any more. One seller's failure stops no other's.

    at_once: whether to look at all of them, due or not.
    """
    sellers = Account.objects.filter(marketplace=row.slug).order_by("id")
    wanting = [account for account in sellers.filter(wants_push=True) if account.is_pulled]
    for account in [None, *wanting]:
        topics = _topics(row.slug, account)
        known = list(row.subscriptions.filter(account=account))
        if at_once or _is_due(known, topics, now):
            _keep(row, destination, account, known, now=now)
    for account in sellers.filter(wants_push=False, push_subscriptions__isnull=False).distinct():
        _end(account)


def _keep(
    row: PushDestination,
    destination: Destination,
    account: Account | None,
    known: Sequence[PushSubscription],
    *,
    now: datetime,
) -> None:
    topics = _topics(row.slug, account)
    if account is not None and not has_installation_keys(account):
        _note(row, account, [Subscription(topic, "", PushState.OFF, OTHER_KEYS) for topic in topics], checked_at=now)
        return
    connector = connector_for(account) if account else installation_connector(row.slug)
    if not isinstance(connector, ReceivesPush):
        return
    ids = {subscription.topic: subscription.external_id for subscription in known}
    try:
        kept = connector.keep_subscriptions(destination, topics, known=ids)
    except MarketplaceError as error:
        log.warning("push %s, account %s: %s", row.slug, account and account.id, type(error).__name__)
        states = {subscription.topic: PushState(subscription.state) for subscription in known}
        kept = [
            Subscription(topic, ids.get(topic, ""), states.get(topic, PushState.OFF), str(error)) for topic in topics
        ]
        _note(row, account, kept, checked_at=None)
    else:
        _note(row, account, kept, checked_at=now)


def _end(account: Account) -> None:
    """Give up a seller's subscriptions; later again if the marketplace cannot be told now."""
    connector = connector_for(account)
    ids = account.push_subscriptions.exclude(external_id="").values_list("external_id", flat=True)
    if isinstance(connector, ReceivesPush):
        try:
            connector.end_subscriptions(list(ids))
        except SignInAgain:
            log.info("account %s: its consent has gone before its subscriptions", account.id)
        except MarketplaceError as error:
            log.warning("account %s: subscriptions not ended (%s)", account.id, type(error).__name__)
            return
    account.push_subscriptions.all().delete()


def _topics(slug: str, account: Account | None) -> list[str]:
    """What to subscribe to for a seller, or for the installation."""
    cls = connector_class(slug)
    topics = cls.push_topics if issubclass(cls, ReceivesPush) else ()
    return [topic.name for topic in topics if topic.of_application is (account is None)]


def _is_due(known: Collection[PushSubscription], topics: Collection[str], now: datetime) -> bool:
    lately = {row.topic for row in known if row.checked_at is not None and row.checked_at > now - EVERY}
    return not lately.issuperset(topics)


def _note(
    row: PushDestination, account: Account | None, kept: Sequence[Subscription], *, checked_at: datetime | None
) -> None:
    for subscription in kept:
        values = {
            "external_id": subscription.external_id,
            "state": subscription.state,
            "problem": subscription.problem,
            "checked_at": checked_at,
        }
        PushSubscription.objects.update_or_create(
            destination=row, account=account, topic=subscription.topic, defaults=values
        )
