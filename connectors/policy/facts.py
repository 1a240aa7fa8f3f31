"""What is known about a reply besides its words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AttachedFile:
    """size: bytes."""

    name: str
    size: int


@dataclass(frozen=True)
class ReplyFacts:
    """All of it may be left out: what is not known is not checked, and guessed from the words where that is possible.

    language: in which the buyer reads (ISO 639-1). buyer_names: as he may be greeted. buyer_data: what must not be
    repeated to him or to others (street, e-mail address, phone number). own_numbers: order and tracking numbers, prices
    and the like that belong to the conversation; they are no phone numbers. allowed_hosts: besides the pack's own.
    files: those of the reply. acknowledges: it is meant to say only that the answer will follow.
    """

    language: str = ""
    buyer_names: tuple[str, ...] = ()
    buyer_data: tuple[str, ...] = ()
    own_numbers: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    acknowledges: bool = False


NO_FACTS = ReplyFacts()
