"""What is wrong with a rule, for whoever writes it."""

from inbox.errors import InboxError


class BadRule(InboxError):
    """field: the part of the rule that cannot be; why: a sentence for its writer."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field, self.why = field, why

    def __str__(self) -> str:
        return self.why
