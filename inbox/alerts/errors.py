"""What can go wrong with telling people."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError


class CannotTell(Exception):
    """Mail server or push services could not be reached just now: tried again later. The text says what happened."""


class BadDevice(InboxError):
    def __str__(self) -> str:
        return _("This browser gave no address that alerts could be pushed to. Nothing was changed.")
