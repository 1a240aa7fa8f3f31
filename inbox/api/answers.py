"""Which problems an operation documents."""

from inbox.api.problems import Problem


def problems(*statuses: int) -> dict[int, type[Problem]]:
    """For `response=`: these statuses, and the ones any call may end with."""
    return dict.fromkeys(sorted({*statuses, 500}), Problem)
