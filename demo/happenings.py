"""What comes about beside the messages of a conversation: returns, cancellations, refunds, claims and opinions."""

from random import Random

from connectors.simulation import Happening
from demo.scripts import Script, Who

WITH_THE_QUESTION = {
    "return": Happening.RETURN_ASKED,
    "withdrawal": Happening.RETURN_ASKED,
    "cancel": Happening.CANCELLATION_ASKED,
}
REFUNDED = frozenset({"refund", "damaged", "anger", "cancel", "wrong_item"})
CLAIMED = frozenset({"where_is_my_order", "defective", "anger", "chaser", "damaged", "refund"})
SENT_BACK = frozenset({"return", "withdrawal"})
"""What was sent back is refunded with the last answer: no return stays open for ever."""
LIKELY, CLAIM, OPINION = 0.6, 0.5, 0.3
OPINIONS = frozenset({Happening.PRAISED, Happening.BLAMED})


def happenings_after(script: Script, *, position: int, dice: Random, claimed: bool) -> tuple[Happening, ...]:
    """What comes about when a turn has been said.

    dice: the same for every turn of a performance. claimed: its buyer has called in the marketplace already. One whom
    nobody answers may do so, or tell everybody; the marketplace decides when the shop has answered. Some praise the
    shop with its last word.
    """
    if script.about != "order":
        return ()
    likely, claims, won = dice.random() < LIKELY, dice.random() < CLAIM, dice.random() < 0.5
    speaks = dice.random() < OPINION
    turn = script.turns[position]
    if position == 0 and script.topic in WITH_THE_QUESTION:
        return (WITH_THE_QUESTION[script.topic],) if likely else ()
    if turn.who is Who.CHASER and script.topic in CLAIMED:
        if claimed:
            return ()
        return (Happening.CLAIM_OPENED,) if claims else (Happening.BLAMED,) if speaks else ()
    if not turn.is_the_shops:
        return ()
    if claimed:
        return (Happening.CLAIM_WON,) if won else (Happening.CLAIM_LOST, Happening.REFUNDED)
    answers = [place for place, turn in enumerate(script.turns) if turn.is_the_shops]
    refunds_now = script.topic in REFUNDED and position == answers[0]
    is_last = position == answers[-1]
    is_back = script.topic in SENT_BACK and is_last
    refunded = (Happening.REFUNDED,) if likely and (refunds_now or is_back) else ()
    return (*refunded, Happening.PRAISED) if is_last and speaks else refunded
