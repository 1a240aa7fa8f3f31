"""What can be wrong with a question."""


class BadQuestion(Exception):
    """field: which part of the question, as in a query string. The message is written for whoever asks."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
