"""Each wording joins the most similar question of its theme, or becomes one: held against comparing every two."""

import random

import pytest
from django.db import connection

from inbox.mining import sorting
from inbox.mining.similarity import SIMILAR
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
            " ".join(dice.choices(WORDS, k=dice.randint(1, 4))),
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


def test_a_wording_follows_only_what_founds_a_question() -> None:
    """The third is like the second, which joined the first: it founds one of its own."""
    joined, followed = nearest([(2, 1, None), (3, 2, None), (4, 3, None), (4, None, 90), (5, None, 90), (5, 4, None)])
    assert joined == {5: 90}
    assert followed == {2: 1, 4: 3}


def _by_comparing_every_two(rows: list[Said]) -> dict[Said, str]:
    questions: list[Said] = []
    found = {}
    for one in rows:
        like = [
            (_similarity(one[2], other[2]), -place) for place, other in enumerate(questions) if other[:2] == one[:2]
        ]
        best = max(like, default=(0.0, 0))
        if best[0] >= SIMILAR:
            found[one] = questions[-best[1]][2]
        else:
            questions.append(one)
            found[one] = one[2]
    return found


def _similarity(one: str, other: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(%s, %s)", [one, other])
        likeness: float = cursor.fetchone()[0]
        return likeness
