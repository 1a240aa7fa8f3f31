"""eBay's public keys: fetched when they are needed, kept for an hour, never asked for at a forger's pace.

A key id comes from whoever calls us. One that eBay does not know is remembered as such; and look-ups of ids never seen
to be good have a small call limit of their own, so that a flood of made-up ids neither hammers eBay nor keeps us from
renewing the keys that are in use.
"""

import json
from datetime import timedelta

from connectors.collaborators import AccessToken, Rate, Tools
from connectors.ebay.push.calls import NotificationApi, NotThere
from connectors.ebay.push.signature import SigningKey, key_from
from connectors.errors import UnexpectedAnswer
from connectors.push import ForgedPush

KEPT = timedelta(hours=1)
GOOD_REMEMBERED = timedelta(days=30)
BAD_REMEMBERED = timedelta(hours=1)
OF_STRANGERS = Rate(burst=10, per_second=10 / 3600)
OF_FRIENDS = Rate(burst=60, per_second=60 / 3600)


class Keys:
    """The signing keys of one application, shared by all workers through `tools`."""

    def __init__(self, api: NotificationApi, tools: Tools) -> None:
        self.api = api
        self.tools = tools

    def key(self, key_id: str) -> SigningKey:
        """Raises ForgedPush for an id that eBay does not know, TryLater when it cannot be asked now."""
        self._refuse_known_forgery(key_id)
        written = self.tools.tokens.token(f"push-key/{key_id}", lambda: self._fetched(key_id))
        return key_from(json.loads(written))

    def _fetched(self, key_id: str) -> AccessToken:
        self._refuse_known_forgery(key_id)  # while we waited, another worker may have asked
        is_friend = self.tools.memory.recall(_good(key_id)) is not None
        bucket, rate = ("push-key", OF_FRIENDS) if is_friend else ("push-key-unseen", OF_STRANGERS)
        self.tools.quota.take(bucket, rate=rate)
        try:
            content = self.api.public_key(key_id)
        except NotThere as error:
            self.tools.memory.keep(_bad(key_id), "unknown", how_long=BAD_REMEMBERED)
            raise ForgedPush("eBay does not know the key of this signature") from error
        try:
            key_from(content)
        except UnexpectedAnswer as error:
            self.tools.memory.keep(_bad(key_id), "unfit", how_long=BAD_REMEMBERED)
            raise ForgedPush(str(error)) from error
        self.tools.memory.keep(_good(key_id), "known", how_long=GOOD_REMEMBERED)
        return AccessToken(json.dumps(content), self.tools.now() + KEPT)

    def _refuse_known_forgery(self, key_id: str) -> None:
        if self.tools.memory.recall(_bad(key_id)) is not None:
            raise ForgedPush("eBay does not know the key of this signature")


def _good(key_id: str) -> str:
    return f"push-key-good/{key_id}"


def _bad(key_id: str) -> str:
    return f"push-key-bad/{key_id}"
