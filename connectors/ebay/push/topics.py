"""What we let eBay tell us.

Only NEW_MESSAGE is known to announce everything new in its stream; orders change in ways that no topic tells.
There is no topic for returns, items not received, cases, cancellations and payment disputes (read 2026-11).
"""

from connectors.push import PushTopic
from connectors.text import marked as _

NEW_MESSAGE = "NEW_MESSAGE"
ACCOUNT_DELETION = "MARKETPLACE_ACCOUNT_DELETION"
REVOCATION = "AUTHORIZATION_REVOCATION"

TOPICS = (
    PushTopic(NEW_MESSAGE, _("New messages"), wakes=("messages",), tells_all=True),
    PushTopic("BUYER_QUESTION", _("Questions about listings"), wakes=("messages",)),
    PushTopic("ORDER_CONFIRMATION", _("New orders"), wakes=("orders",)),
    PushTopic("FEEDBACK_RECEIVED", _("Feedback"), wakes=("feedback",)),
    PushTopic(ACCOUNT_DELETION, _("Closed accounts"), of_application=True),
    PushTopic(REVOCATION, _("Withdrawn consents"), of_application=True),
)
BY_NAME = {topic.name: topic for topic in TOPICS}
