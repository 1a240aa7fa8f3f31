"""Each wording joins the most similar question of its theme, or becomes one: held against comparing every two."""

import math
import random
from collections import Counter

import pytest
from django.db import connection

from inbox.mining import sorting
from inbox.mining.similarity import CERTAIN, SAME_WORDS, SIMILAR
from inbox.mining.sorting import nearest, sort_wordings
from inbox.models import Question, Wording

pytestmark = pytest.mark.django_db

WORDS = "colis colis? lamp lampe lamps livr livre expedi expedie rembours remboursement quand où ou é è x".split()
Said = tuple[str, str, str]


def test_it_finds_what_comparing_every_two_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """In three parts, so that the later ones meet questions that are there already."""
    monkeypatch.setattr(sorting, "MOST_AT_ONCE", 70)
    dice = random.Random(3)  # noqa: S311
    said = {
        (
            dice.choice(["delivery", "refund"]),
            dice.choice(["fr", ""]),
            " ".join(dice.sample(WORDS, k=dice.randint(1, 4))),
        )
        for _ in range(220)
    }
    rows = sorted(said)
    dice.shuffle(rows)
    for topic, language, key in rows:
        Wording.objects.create(topic=topic, language=language, key=key)
    sort_wordings()
    found = {
        (one.topic, one.language, one.key): one.question.key
        for one in Wording.objects.select_related("question")
        if one.question
    }
    assert found == _by_comparing_every_two(rows)
    assert Question.objects.count() == len({(*one[:2], key) for one, key in found.items()})


@pytest.mark.parametrize(
    ("one", "other", "is_the_same"),
    [
        ("colis envo", "colis retard", False),
        ("colis", "colis long", False),
        ("colis douan frais payer", "douan frais payer poste suis", True),
        ("compatibl housse modele", "compatibl housse model", True),
    ],
)
def test_short_wordings_are_one_only_with_the_words_that_tell(one: str, other: str, is_the_same: bool) -> None:
    for key in ("colis", "colis perdu", "colis jour", "colis poste", one, other):
        Wording.objects.get_or_create(topic="delivery", language="fr", key=key)
    sort_wordings()
    found = [Wording.objects.get(key=key).question_id for key in (one, other)]
    assert (found[0] == found[1]) is is_the_same


def test_a_wording_follows_only_what_founds_a_question() -> None:
    """The third is like the second, which joined the first: it founds one of its own."""
    joined, followed = nearest([(2, 1, None), (3, 2, None), (4, 3, None), (4, None, 90), (5, None, 90), (5, 4, None)])
    assert joined == {5: 90}
    assert followed == {2: 1, 4: 3}


def _by_comparing_every_two(rows: list[Said]) -> dict[Said, str]:
    questions: list[Said] = []
    found = {}
    for one in rows:
        weights = _weights([key for *theme, key in rows if tuple(theme) == one[:2]])
        like = [
            (likeness, -place)
            for place, other in enumerate(questions)
            if other[:2] == one[:2] and _are_one(one[2], other[2], likeness := _similarity(one[2], other[2]), weights)
        ]
        best = max(like, default=None)
        if best:
            found[one] = questions[-best[1]][2]
        else:
            questions.append(one)
            found[one] = one[2]
    return found


def _weights(keys: list[str]) -> dict[str, float]:
    counts = Counter(stem for key in keys for stem in key.split())
    return {stem: math.log(1 + counts.total() / count) for stem, count in counts.items()}


def _are_one(one: str, other: str, likeness: float, weights: dict[str, float]) -> bool:
    mine, theirs = set(one.split()), set(other.split())
    if likeness < SIMILAR or (likeness < CERTAIN and min(len(mine), len(theirs)) == 1):
        return False
    whole = sum(weights[stem] for stem in (*mine, *theirs))
    return likeness >= CERTAIN or 2 * sum(weights[stem] for stem in mine & theirs) >= SAME_WORDS * whole - 1e-9


def _similarity(one: str, other: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(%s, %s)", [one, other])
        likeness: float = cursor.fetchone()[0]
        return likeness
