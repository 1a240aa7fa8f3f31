"""SQL that makes the wording of a question comparable: its stems, in the order of the alphabet.

Out go what only asks politely (filler_words.py), numbers, addresses and the names of the buyer; so the same question
of two buyers often has the same wording, and similar ones differ in few trigrams.
"""

import json
from dataclasses import asdict
from functools import cache

from inbox.mining.filler_words import filler

LANGUAGES = """
languages AS MATERIALIZED (
    SELECT language, configuration::regconfig AS configuration,
        tsvector_to_array(to_tsvector(configuration::regconfig, words)) || string_to_array(words, ' ') AS filler,
        tsvector_to_array(to_tsvector(configuration::regconfig, polite)) AS polite
    FROM json_to_recordset(%(fillers)s::json) AS given(language text, configuration text, words text, polite text)
)
"""
"""A row a language, "" for all others. Needs the value `fillers`."""

KEY = """
SELECT left(coalesce(string_agg(stem, ' ' ORDER BY stem), ''), 200) AS key
FROM unnest(tsvector_to_array(to_tsvector(
    languages.configuration, regexp_replace(guichet_plain({said}), '[0-9][0-9 ./-]{{4,}}|-', ' ', 'g')
))) AS stem
WHERE length(stem) BETWEEN 2 AND 30 AND stem !~ '[0-9]{{3}}|[@/_.]' AND stem <> ALL (languages.filler)
    AND stem <> ALL ({besides})
"""
"""The key of the text `said`, without the stems `besides`; beside a row of `languages`. Empty: nothing is asked."""


@cache
def fillers() -> str:
    """The value for LANGUAGES."""
    rows = [asdict(one) | {"language": code, "words": " ".join(one.words.split())} for code, one in filler().items()]
    return json.dumps(rows)
