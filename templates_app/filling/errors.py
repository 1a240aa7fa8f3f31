"""What can be wrong with a body."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class BadTemplate(Exception):  # noqa: N818 - as all our errors
    """A body that cannot be read or filled. start, end: where in the source; the same number if nobody can tell."""

    def __init__(self, words: str | Promise, *, start: int = 0, end: int = 0) -> None:
        super().__init__(words)
        self.words, self.start, self.end = words, start, end

    def __str__(self) -> str:
        return str(self.words)


class TookTooLong(BadTemplate):
    def __init__(self) -> None:
        super().__init__(_("This text takes too long to fill in. Make it simpler."))
