"""Where the documentation of Octopia contradicts itself or says nothing, and which side is played."""

from dataclasses import dataclass


@dataclass
class Contract:
    """Every field is a question that only a real account can settle.

    reply_shapes: how POST /messages may name who gets it. patch_key: "op", "opt". patch_type: the media type that
    changes must have; "" = any. paging: "number" or "link". descending: whether the newest change comes first.
    names_message, names_discussion: whether the answer to a new one names it. counts_encoded: 4 MB are counted after
    base64. opens_by: what POST /discussions has under `orderId`. figures: indicators are "named" or "listed".
    """

    reply_shapes: tuple[str, ...] = ("receiver", "receivers")
    patch_key: str = "op"
    patch_type: str = ""
    paging: str = "number"
    descending: bool = False
    names_message: bool = True
    names_discussion: bool = True
    counts_encoded: bool = False
    opens_by: str = "orderId"
    figures: str = "named"
