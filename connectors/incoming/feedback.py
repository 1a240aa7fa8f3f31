"""What buyers say in public."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class IncomingFeedback:
    """What a buyer said publicly about the seller.

    rating: 1-5; None where the marketplace has no figure. word: its own word for the rating, e.g. "NEGATIVE".
    answerable: whether the seller may still answer it, where the marketplace lets him.
    revisable: whether the buyer may still change it.
    line_id: the marketplace's number of the order line, where it says no order.
    """

    external_id: str
    written_at: datetime
    rating: int | None
    text: str
    answer: str = ""
    order_id: str = ""
    buyer_handle: str = ""
    item_id: str = ""
    word: str = ""
    answerable: bool = False
    revisable: bool = False
    line_id: str = ""
