"""Which sub-typologies the seller may choose when he opens a discussion on an order.

`GET /typologies` is known by its filters (fact sheet, 2); the shape of its answer is not described, so every object in
it that has a code of a sub-typology counts, however deep it lies. They change seldom, so an answer is remembered.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from connectors.abilities import ConversationTopic
from connectors.cdiscount import fields
from connectors.cdiscount.client import OctopiaClient, no_access
from connectors.cdiscount.problems import Refused

PATH = "/typologies"
CODES = ("subTypologyCode", "subtypologyCode", "code")
LABELS = ("label", "subTypologyLabel", "name", "wording")
KEPT = timedelta(hours=6)
INNER = ("items", "typologies", "subTypologies", "subtypologies")


def topics(client: OctopiaClient, *, channel: str, order_state: str) -> tuple[ConversationTopic, ...]:
    """What may be chosen on an order of this channel in this state; label: Octopia's own, else the code.

    Asked for once in six hours, for all workers. Raises TryLater, SignInAgain or UnexpectedAnswer.
    """
    memory, name = client.tools.memory, f"typologies/{client.seller_id}/{channel}/{order_state}"
    if kept := memory.recall(name):
        return tuple(ConversationTopic(code, label) for code, label in json.loads(kept))
    found = _asked(client, channel=channel, order_state=order_state)
    if found:
        memory.keep(name, _written(found), how_long=KEPT)
    return found


def _asked(client: OctopiaClient, *, channel: str, order_state: str) -> tuple[ConversationTopic, ...]:
    asked = {"salesChannel": channel, "orderStatus": order_state, "userType": "Seller", "typologyCode": "order"}
    try:
        content = client.get(PATH, {name: value for name, value in asked.items() if value}).json()
    except Refused as error:
        raise no_access(error, "typologies") from error
    found = {topic.code: topic for topic in _topics(content)}
    return tuple(found.values())


def _written(found: Sequence[ConversationTopic]) -> str:
    return json.dumps([[topic.code, topic.label] for topic in found])


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
