"""The one-time link of a new installation: it makes the owner, once, and only while nobody is there."""

import hashlib
import secrets

from django.db import models, transaction
from django.utils import timezone

from inbox.deadlines.office_hours import make_office_hours
from inbox.models import FirstRunLink, Role, User


def make_link_token() -> str | None:
    """Return a new token, ending earlier ones; None if somebody is there already. It cannot be shown again."""
    if User.objects.exists():
        return None
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        FirstRunLink.objects.all().delete()
        FirstRunLink.objects.create(digest=_digest(token))
    return token


def is_valid(token: str) -> bool:
    """Whether this link would still make an owner."""
    return _unused(token).exists() and not User.objects.exists()


def use_token(token: str) -> bool:
    """Use the link up; False if it was used, is not ours, or somebody is there already.

    One conditional update, so that two browsers with the same link make one owner.
    """
    if User.objects.exists():
        return False
    return _unused(token).update(used_at=timezone.now()) == 1


def create_owner(token: str, *, email: str, password: str, first_name: str, last_name: str) -> User | None:
    """Use the link up and add the owner, or neither; None if the link is not valid any more."""
    with transaction.atomic():
        if not use_token(token):
            return None
        make_office_hours(timezone.now())
        return User.objects.create_user(email, password, role=Role.OWNER, first_name=first_name, last_name=last_name)


def _unused(token: str) -> models.QuerySet[FirstRunLink]:
    return FirstRunLink.objects.filter(digest=_digest(token), used_at=None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
