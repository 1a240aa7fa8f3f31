"""The people of the shop who use Guichet."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AGENT = "agent", _("agent")
    LEAD = "lead", _("team lead")
    OWNER = "owner", _("owner")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None, *, role: str = Role.AGENT, **fields: Any) -> "User":
        """Add a user; the address is kept in lower case. A password of None cannot log in."""
        user = self.model(email=email.strip().lower(), role=role, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """One person. What the role allows is decided in inbox/permissions.py alone."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.AGENT)
    language = models.CharField(max_length=5, blank=True)
    """Interface language; empty = as the browser asks."""
    zone = models.CharField(max_length=50, blank=True)
    theme = models.CharField(
        max_length=10, blank=True, choices=[("", _("as the system")), ("light", _("light")), ("dark", _("dark"))]
    )
    density = models.CharField(max_length=12, blank=True, choices=[("", _("comfortable")), ("compact", _("compact"))])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def initials(self) -> str:
        """Two letters to stand for the person in a list."""
        names = [part for part in (self.first_name, self.last_name) if part] or [self.email]
        return ("".join(name[0] for name in names) if len(names) > 1 else names[0][:2]).upper()
