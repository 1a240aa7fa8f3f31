"""Which sub-typologies the seller may choose when he opens a discussion on an order.

`GET /typologies` is known by its filters (fact sheet, 2); the shape of its answer is not described, so every object in
it that has a code of a sub-typology counts, however deep it lies.
"""

from collections.abc import Iterator
from typing import Any

from connectors.abilities import ConversationTopic
from connectors.cdiscount import fields
from connectors.cdiscount.client import OctopiaClient, no_access
from connectors.cdiscount.problems import Refused

PATH = "/typologies"
CODES = ("subTypologyCode", "subtypologyCode", "code")
LABELS = ("label", "subTypologyLabel", "name", "wording")
INNER = ("items", "typologies", "subTypologies", "subtypologies")


def topics(client: OctopiaClient, *, channel: str, order_state: str) -> tuple[ConversationTopic, ...]:
    """What may be chosen on an order of this channel in this state; label: Octopia's own, else the code.

    Raises TryLater, SignInAgain or UnexpectedAnswer.
    """
    asked = {"salesChannel": channel, "orderStatus": order_state, "userType": "Seller", "typologyCode": "order"}
    try:
        content = client.get(PATH, {name: value for name, value in asked.items() if value}).json()
    except Refused as error:
        raise no_access(error, "typologies") from error
    found = {topic.code: topic for topic in _topics(content)}
    return tuple(found.values())


def _topics(content: Any) -> Iterator[ConversationTopic]:
    if isinstance(content, list):
        for entry in content:
            yield from _topics(entry)
    if not isinstance(content, dict):
        return
    inner = [content[name] for name in INNER if isinstance(content.get(name), list)]
    for entries in inner:
        yield from _topics(entries)
    code = fields.text(content, *CODES)
    if code and not inner:
        yield ConversationTopic(code, fields.text(content, *LABELS) or code)
