"""format=flowed (RFC 3676): lines that mail programs broke for the journey, joined again."""

import re

_QUOTES = re.compile(r">*")


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Join lines that end in a space with the next of the same quote depth. delete_space: DelSp=yes."""
    lines: list[list[str]] = []
    open_depth = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        marks = _QUOTES.match(line)
        depth = marks.end() if marks else 0
        content = line[depth:].removeprefix(" ")
        is_soft = content.endswith(" ") and content != "-- "
        piece = content[:-1] if is_soft and delete_space else content
        if depth == open_depth and content != "-- ":
            lines[-1].append(piece)
        else:
            lines.append([f"{'>' * depth} {piece}" if depth else piece])
        open_depth = depth if is_soft else -1
    return "\n".join("".join(pieces) for pieces in lines)
