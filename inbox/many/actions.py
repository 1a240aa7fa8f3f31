"""Every action on many tickets, in the order in which they are offered."""

from collections.abc import Mapping
from typing import Final

from inbox.many.action import Action
from inbox.many.errors import NoSuchAction
from inbox.many.from_template import ReplyFromTemplate
from inbox.many.marking import Assign, SetLevel, SetTopic, Tag
from inbox.many.merging import Merge
from inbox.many.putting_away import Snooze, Solve, Spam
from inbox.many.replying import Reply

_ALL = (Assign(), Tag(), Solve(), Snooze(), SetLevel(), SetTopic(), Reply(), ReplyFromTemplate(), Merge(), Spam())
ACTIONS: Final[Mapping[str, Action]] = {action.name: action for action in _ALL}


def action_called(name: str) -> Action:
    """Raises NoSuchAction."""
    if name not in ACTIONS:
        raise NoSuchAction
    return ACTIONS[name]
