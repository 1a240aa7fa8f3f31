"""The topics the simulated eBay offers, as getTopic shows them."""

from typing import Any

from connectors.ebay.simulator.sign_in import PREFIX

SUBSCRIBE = f"{PREFIX}/commerce.notification.subscription"
LOOK = f"{SUBSCRIBE}.readonly"
SCOPES = {
    "NEW_MESSAGE": f"{PREFIX}/commerce.message",
    "BUYER_QUESTION": f"{PREFIX}/commerce.message",
    "ORDER_CONFIRMATION": f"{PREFIX}/sell.fulfillment.readonly",
    "FEEDBACK_RECEIVED": f"{PREFIX}/commerce.feedback.readonly",
}
"""What a seller's token must have besides; of the last three not documented."""
OF_APPLICATION = frozenset({"MARKETPLACE_ACCOUNT_DELETION", "AUTHORIZATION_REVOCATION"})
TOPICS = (*SCOPES, *sorted(OF_APPLICATION))


def topic_json(name: str) -> dict[str, Any]:
    """A topic as Topic of the contract."""
    payload = {"schemaVersion": "1.0", "format": ["JSON"], "deliveryProtocol": "HTTPS", "deprecated": False}
    return {
        "topicId": name,
        "description": f"Simulated {name}",
        "authorizationScopes": [SCOPES.get(name, PREFIX)],
        "status": "ENABLED",
        "context": "USER" if name in SCOPES else "APPLICATION",
        "scope": "USER" if name in SCOPES else "APPLICATION",
        "filterable": False,
        "supportedPayloads": [payload],
    }
