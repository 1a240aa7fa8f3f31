"""Learn anew from everything there is: each night, and when somebody asks for it."""

from collections.abc import Sequence
from datetime import datetime

from inbox.understanding.knowledge import own_phrases
from inbox.understanding.learning.examples import examples
from inbox.understanding.learning.keeping import keep_model
from inbox.understanding.learning.measuring import Comparison, compared, learnt_from


def train(now: datetime) -> Sequence[Comparison]:
    """Measure, learn, keep; return what was measured. Nothing is kept, and nothing returned, where there is too little.

    Texts of erased buyers are gone from the next night on: it begins from nothing each time.
    """
    own, found = own_phrases(), examples()
    comparisons = compared(found, own)
    if comparisons:
        keep_model(learnt_from(found, own), comparisons, examples=len(found), now=now)
    return comparisons
