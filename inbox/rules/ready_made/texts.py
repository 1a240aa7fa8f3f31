"""What ready-made rules say to buyers where no template of the library does: a file each, a body for each language."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "bodies"


def bodies_of(code: str) -> Mapping[str, str]:
    """{language: body with placeholders}; {} for a code that has no file."""
    path = FOLDER / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["body"] if path.exists() else {}
