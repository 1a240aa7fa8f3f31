"""What we let eBay tell us.

Only NEW_MESSAGE is known to announce everything new in its stream; orders change in ways that no topic tells.
There is no topic for returns, items not received, cases, cancellations and payment disputes (read 2026-11).
"""

from connectors.push import PushTopic

NEW_MESSAGE = "NEW_MESSAGE"
ACCOUNT_DELETION = "MARKETPLACE_ACCOUNT_DELETION"
REVOCATION = "AUTHORIZATION_REVOCATION"

TOPICS = (
    PushTopic(NEW_MESSAGE, wakes=("messages",), tells_all=True),
    PushTopic("BUYER_QUESTION", wakes=("messages",)),
    PushTopic("ORDER_CONFIRMATION", wakes=("orders",)),
    PushTopic("FEEDBACK_RECEIVED", wakes=("feedback",)),
    PushTopic(ACCOUNT_DELETION, of_application=True),
    PushTopic(REVOCATION, of_application=True),
)
BY_NAME = {topic.name: topic for topic in TOPICS}
