"""One Octopia account serves several sales channels, and a conversation belongs to one of them.

"Order and discussion keys must be (account, salesChannel, reference)" (fact sheet, section 0.5): so a conversation is
called `<sales channel>:<discussion id>`. Rules and deadlines are the channel's own.
"""


def thread_id_of(channel: str, discussion_id: str) -> str:
    return f"{channel}:{discussion_id}"


def channel_of(thread_id: str) -> str:
    return thread_id.rpartition(":")[0]


def discussion_of(thread_id: str) -> str:
    """The discussion's id of a conversation; "" if it is none of ours."""
    return thread_id.rpartition(":")[2]
