"""Which question each new wording is: the most similar one of its topic and language, or a new one.

PostgreSQL finds which are similar, for many new wordings at once; then each is taken in its turn. Comparing every two
would cost the square of their number, so only those are compared that share one of their rarer trigrams: with half of
all in common, two wordings have at least one of the rarer half of each in common, if "rarer" means the same for both
("prefix filtering": Chaudhuri, Ganti, Kaushik, A Primitive Operator for Similarity Joins in Data Cleaning, 2006), and
behind the first of these enough is left to have in common ("positional filtering": Xiao et al., Efficient Similarity
Joins for Near Duplicate Detection, 2008).

Short wordings have half their trigrams in common too easily ("colis long", "colis"); so what is in doubt must also
share its words, of which those that many wordings of the theme have say little.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from django.db import connection, transaction

from inbox.mining.similarity import CERTAIN, SAME_WORDS, SIMILAR

MOST_AT_ONCE = 2_000
"""So many wordings are sorted in one transaction, which reads the questions of their topics once for all of them."""


_NEW = "SELECT id FROM inbox_wording WHERE question_id IS NULL ORDER BY id LIMIT %s"
_SIMILAR = """
WITH new AS MATERIALIZED (SELECT id, topic, language, key FROM inbox_wording WHERE id = ANY (%(new)s)),
compared AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY wording_id NULLS FIRST, question_id) AS place, each.* FROM (
        SELECT id AS wording_id, NULL::bigint AS question_id, topic, language, key FROM new
        UNION ALL
        SELECT NULL, q.id, topic, language, q.key FROM inbox_question q
        JOIN (SELECT DISTINCT topic, language FROM new) theme USING (topic, language)
    ) each
),
pieces AS (
    SELECT place, wording_id IS NOT NULL AS is_new, cardinality(trigrams) AS size,
        hashtextextended(trigram, hashtext(language || ' ' || topic)) AS piece
    FROM compared CROSS JOIN LATERAL show_trgm(key) trigrams CROSS JOIN LATERAL unnest(trigrams) trigram
),
counted AS (SELECT *, count(*) OVER (PARTITION BY piece) AS frequency FROM pieces),
ordered AS (SELECT *, row_number() OVER (PARTITION BY place ORDER BY frequency, piece) AS rarity FROM counted),
rare AS MATERIALIZED (SELECT * FROM ordered WHERE rarity <= size - ceil(size * %(similar)s) + 1),
candidates AS MATERIALIZED (
    SELECT DISTINCT fresh.place, other.place AS earlier
    FROM rare fresh JOIN rare other USING (piece)
    WHERE fresh.is_new AND other.place < fresh.place
        AND other.size BETWEEN fresh.size * %(similar)s AND fresh.size / %(similar)s
        AND (1 + least(fresh.size - fresh.rarity, other.size - other.rarity)) * (1 + %(similar)s)
            >= %(similar)s * (fresh.size + other.size)
),
compared_two AS MATERIALIZED (
    SELECT fresh.wording_id, other.wording_id AS earlier_id, other.question_id, fresh.place, other.place AS earlier,
        similarity(fresh.key, other.key) AS likeness,
        (fresh.topic, fresh.language) = (other.topic, other.language) AS is_of_one_theme,
        position(' ' in fresh.key) * position(' ' in other.key) = 0 AS is_one_stem
    FROM candidates JOIN compared fresh USING (place) JOIN compared other ON other.place = candidates.earlier
),
judged AS MATERIALIZED (SELECT * FROM compared_two WHERE likeness >= %(similar)s AND is_of_one_theme),
doubtful AS MATERIALIZED (SELECT place, earlier FROM judged WHERE likeness < %(certain)s AND NOT is_one_stem),
spoken AS MATERIALIZED (
    SELECT concat_ws(' ', language, topic, stem) AS word,
        ln(1 + (sum(count(*)) OVER (PARTITION BY topic, language))::float8 / count(*)) AS weight
    FROM inbox_wording JOIN (SELECT DISTINCT topic, language FROM new) theme USING (topic, language)
    CROSS JOIN LATERAL string_to_table(key, ' ') stem
    GROUP BY topic, language, stem
),
in_doubt AS MATERIALIZED (
    SELECT place, concat_ws(' ', language, topic, stem) AS word
    FROM compared CROSS JOIN LATERAL string_to_table(key, ' ') stem
    WHERE place IN (SELECT place FROM doubtful UNION SELECT earlier FROM doubtful)
),
stems AS MATERIALIZED (
    SELECT place, word, weight, sum(weight) OVER (PARTITION BY place) AS whole FROM in_doubt JOIN spoken USING (word)
),
of_the_same_words AS MATERIALIZED (
    SELECT doubtful.place, doubtful.earlier
    FROM doubtful JOIN stems said ON said.place = doubtful.place
    JOIN stems known ON known.place = doubtful.earlier AND known.word = said.word
    GROUP BY doubtful.place, doubtful.earlier
    HAVING 2 * sum(said.weight) >= %(same_words)s * (min(said.whole) + min(known.whole)) - 1e-9
)
SELECT wording_id, earlier_id, question_id FROM judged
WHERE likeness >= %(certain)s OR (place, earlier) IN (SELECT place, earlier FROM of_the_same_words)
ORDER BY wording_id, likeness DESC, earlier
"""
_FOUND = """
WITH founding AS (SELECT id, topic, language, key FROM inbox_wording WHERE id = ANY (%s)),
founded AS (
    INSERT INTO inbox_question (topic, language, key) SELECT topic, language, key FROM founding ORDER BY id
    RETURNING id, topic, language, key
)
UPDATE inbox_wording wording SET question_id = founded.id
FROM founding JOIN founded USING (topic, language, key) WHERE wording.id = founding.id
"""
_JOIN = """
UPDATE inbox_wording wording SET question_id = joined.question_id
FROM unnest(%s::bigint[], %s::bigint[]) joined (id, question_id) WHERE wording.id = joined.id
"""
_FOLLOW = """
UPDATE inbox_wording wording SET question_id = founder.question_id
FROM unnest(%s::bigint[], %s::bigint[]) follows (id, founder_id)
JOIN inbox_wording founder ON founder.id = follows.founder_id
WHERE wording.id = follows.id
"""

Similar = tuple[int, int | None, int | None]
"""A wording and one that is similar to it: an earlier new wording, or a question; one of the two is None."""


def sort_wordings() -> None:
    """Give every wording that has none its question."""
    while _sort_some() == MOST_AT_ONCE:
        pass


def _sort_some() -> int:
    """Sort so many new wordings; the number of them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NEW, [MOST_AT_ONCE])
        new = [wording_id for (wording_id,) in cursor.fetchall()]
        if not new:
            return 0
        bounds = {"similar": SIMILAR, "certain": CERTAIN, "same_words": SAME_WORDS}
        cursor.execute(_SIMILAR, {"new": new, **bounds})
        joined, followed = nearest(cursor.fetchall())
        cursor.execute(_FOUND, [[one for one in new if one not in joined and one not in followed]])
        cursor.execute(_JOIN, [list(joined), list(joined.values())])
        cursor.execute(_FOLLOW, [list(followed), list(followed.values())])
        return len(new)


def nearest(similar: Iterable[Similar]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """The question that a wording joins, and the earlier wording whose new question it joins; else it founds one.

    similar: by wording, in the order in which these came; of each the most similar first.
    """
    joined: dict[int, int] = {}
    followed: dict[int, int] = {}
    for wording_id, others in groupby(similar, key=lambda one: one[0]):
        for _wording_id, earlier, question_id in others:
            if question_id is not None:
                joined[wording_id] = question_id
            elif earlier is not None and _founds(earlier, joined, followed):
                followed[wording_id] = earlier
            else:
                continue
            break
    return joined, followed


def _founds(wording_id: int, *placed: Collection[int]) -> bool:
    return all(wording_id not in some for some in placed)
