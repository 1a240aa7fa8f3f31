"""Subscriptions at eBay: one for each topic and seller, or one for the application.

Known ones are asked for by their id: whether the list of a seller names his own only is not documented, so it is only
looked at when eBay says that a subscription exists that we do not know.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from connectors.ebay.push.calls import NotificationApi, NotThere, Refused
from connectors.push import PushState, Subscription
from connectors.text import marked as _

ENABLED = "ENABLED"
EXISTS_ALREADY = 195012
NOT_AUTHORIZED = 195011
NO_PERMISSION = _(
    "The consent does not cover it: it lacks commerce.notification.subscription. Sign in again at eBay to add it."
)
NOT_FOR_THIS_TOPIC = _("eBay does not let this application subscribe to it, or the consent does not cover it.")
NO_SUCH_TOPIC = _("eBay does not offer it to this application.")
NOT_OURS = _("It exists at eBay already, but eBay does not show it to us.")


def keep(
    api: NotificationApi, destination_id: str, topics: Collection[str], *, known: Mapping[str, str]
) -> Sequence[Subscription]:
    """See ReceivesPush.keep_subscriptions."""
    return [_kept(api, destination_id, topic, known.get(topic, "")) for topic in topics]


def end(api: NotificationApi, subscription_ids: Collection[str]) -> None:
    """See ReceivesPush.end_subscriptions."""
    for subscription_id in subscription_ids:
        try:
            api.unsubscribe(subscription_id)
        except NotThere:
            continue


def _kept(api: NotificationApi, destination_id: str, topic: str, external_id: str) -> Subscription:
    try:
        return _found(api, destination_id, topic, external_id) or _made(api, destination_id, topic)
    except NotThere:
        return Subscription(topic, "", PushState.OFF, NO_SUCH_TOPIC)
    except Refused as error:
        return Subscription(topic, external_id, PushState.OFF, _reason(error))


def _found(api: NotificationApi, destination_id: str, topic: str, external_id: str) -> Subscription | None:
    """The subscription of the last time, switched on if it is not; None if eBay has lost it."""
    if not external_id:
        return None
    try:
        there = api.subscription(external_id)
    except NotThere:
        return None
    return _set_right(api, destination_id, topic, there)


def _set_right(api: NotificationApi, destination_id: str, topic: str, there: Mapping[str, Any]) -> Subscription:
    external_id = str(there.get("subscriptionId") or "")
    if there.get("destinationId") != destination_id:
        api.change_subscription(external_id, {**_wanted(api, destination_id, topic), "status": ENABLED})
    elif there.get("status") != ENABLED:
        api.enable(external_id)
    return Subscription(topic, external_id, PushState.ON)


def _made(api: NotificationApi, destination_id: str, topic: str) -> Subscription:
    wanted = {"topicId": topic, **_wanted(api, destination_id, topic), "status": ENABLED}
    try:
        return Subscription(topic, api.subscribe(wanted), PushState.ON)
    except Refused as error:
        if EXISTS_ALREADY not in error.complaint.error_ids:
            raise
    found = list(_listed(api, topic))
    if len(found) != 1:
        return Subscription(topic, "", PushState.OFF, NOT_OURS)
    return _set_right(api, destination_id, topic, found[0])


def _listed(api: NotificationApi, topic: str) -> Iterator[Mapping[str, Any]]:
    return (entry for entry in api.subscriptions() if entry.get("topicId") == topic and entry.get("subscriptionId"))


def _wanted(api: NotificationApi, destination_id: str, topic: str) -> Mapping[str, Any]:
    payload = {"format": "JSON", "deliveryProtocol": "HTTPS", "schemaVersion": api.schema_version(topic)}
    return {"destinationId": destination_id, "payload": payload}


def _reason(error: Refused) -> str:
    """Why a topic cannot be had: a missing permission in our words, anything else in eBay's."""
    if NOT_AUTHORIZED in error.complaint.error_ids:
        return NOT_FOR_THIS_TOPIC
    if error.complaint.status in (401, 403):
        return NO_PERMISSION
    return str(error)
