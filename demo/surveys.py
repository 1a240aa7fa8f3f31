"""Buyers who are asked whether they are content: they follow the link in the shop's mail and answer."""

import logging
import re
from random import Random

import requests

log = logging.getLogger("demo")

_LINK = re.compile(r"https?://[^\s<>]+/s/[^\s<>/]+/")
ANSWERS = 0.8
"""So many of those who are asked answer."""
WORDS = {
    1: "Trois messages pour une réponse, et toujours pas de solution.",
    2: "La réponse est arrivée trop tard.",
    3: "Correct, sans plus.",
    4: "Réponse claire, merci.",
    5: "Rapide et aimable, parfait.",
}
MARKS = (1, 2, 3, 4, 4, 5, 5, 5)


def answer_if_asked(text: str) -> bool:
    """Whether the shop's message asks; if so, the buyer answers it, most of the time."""
    link = _LINK.search(text)
    if not link:
        return False
    dice = Random(link[0])
    if dice.random() < ANSWERS:
        mark = dice.choice(MARKS)
        try:
            requests.post(link[0], data={"rating": mark, "comment": WORDS[mark]}, timeout=5)
        except requests.RequestException as error:
            log.info("a survey was not answered (%s)", type(error).__name__)
    return True
