"""One table on the screen, the same figures as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def show(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, write_to: Path, facts: dict[str, Any]
) -> None:
    """Print `rows` under `columns` and write everything to `write_to`."""
    texts = [[_text(value) for value in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(columns), *texts]) for i in range(len(columns))]
    print(f"\n{title}\n")
    for line in [list(columns), ["-" * width for width in widths], *texts]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
    write_to.parent.mkdir(parents=True, exist_ok=True)
    content = {"title": title, "columns": list(columns), "rows": [list(row) for row in rows], **facts}
    write_to.write_text(json.dumps(content, indent=2, default=str) + "\n")
    print(f"\n{write_to}")


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
