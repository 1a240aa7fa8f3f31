"""Groups of alerts: a person chooses for each whether it also goes by mail and to his devices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models import AlertKind


class Group(models.TextChoices):
    NEAR = "near", _("A deadline comes near")
    LATE = "late", _("A deadline has passed")
    MINE = "mine", _("A ticket is given to you, or you are mentioned")
    REPLIES = "replies", _("A reply of yours was refused or is not sure")
    ACCOUNTS = "accounts", _("An account needs you (team leads)")
    DISCONTENT = "discontent", _("Buyers are discontent")


GROUP_OF = {
    AlertKind.WARNING: Group.NEAR,
    AlertKind.LATE: Group.LATE,
    AlertKind.ASSIGNED: Group.MINE,
    AlertKind.HANDED_OVER: Group.MINE,
    AlertKind.MENTIONED: Group.MINE,
    AlertKind.REPLY_REFUSED: Group.REPLIES,
    AlertKind.REPLY_UNSURE: Group.REPLIES,
    AlertKind.FORWARD_ANSWERED: Group.MINE,
    AlertKind.FORWARD_FAILED: Group.REPLIES,
    AlertKind.ACCOUNT: Group.ACCOUNTS,
    AlertKind.RULE: Group.MINE,
    AlertKind.DISCONTENT: Group.DISCONTENT,
}
"""A digest belongs to LATE if any of its deadlines has passed, else to NEAR (raising.py)."""

BY_MAIL = [Group.LATE, Group.REPLIES, Group.ACCOUNTS]
BY_PUSH = list(Group)
"""What goes which way for who has not chosen; push goes only to devices that a person has added."""
