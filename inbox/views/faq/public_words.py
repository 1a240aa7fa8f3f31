"""What a public page says in its own name (public_words.toml), in the language of the questions on it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OTHERWISE = "en"


@dataclass(frozen=True)
class PublicWords:
    """topics: headings by the code of a topic; "" = of entries without one."""

    heading: str
    language: str
    topics: Mapping[str, str]


@cache
def public_words() -> Mapping[str, PublicWords]:
    """By language."""
    with (Path(__file__).parent / "public_words.toml").open("rb") as file:
        return {code: PublicWords(**said) for code, said in tomllib.load(file).items()}


def words_in(language: str) -> tuple[str, PublicWords]:
    """Which language they are in, and the words: English where this one has none."""
    code = language if language in public_words() else OTHERWISE
    return code, public_words()[code]
