"""How a conversation stands at its marketplace, as the API shows it."""

from pydantic import BaseModel

from inbox.models import Conversation


class ConversationOut(BaseModel):
    """What the marketplace says of the conversation, apart from its messages; its own codes, as it writes them.

    is_open, state, grade: three things that say nothing of each other: whether it is open there, whether it counts as
    treated, how far it has been escalated. topic: the buyer's reason for writing.
    recipients: who may be written to now (`recipient` of a reply); empty = the buyer only.
    wanted_open: what was asked for with close or reopen and is not done yet. refusal: why the marketplace did not do
    the last thing asked for, in its words.
    """

    is_open: bool | None
    state: str | None
    grade: str | None
    topic: str | None
    channel: str | None
    recipients: list[str]
    wanted_open: bool | None
    refusal: str | None


def conversation_out(row: Conversation | None) -> ConversationOut | None:
    if row is None:
        return None
    return ConversationOut(
        is_open=row.is_open,
        state=row.state or None,
        grade=row.grade or None,
        topic=row.topic or None,
        channel=row.channel or None,
        recipients=row.recipients,
        wanted_open=row.wanted_open,
        refusal=row.refusal or None,
    )
