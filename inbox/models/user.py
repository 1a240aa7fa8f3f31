"""The people of the shop who use Guichet."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from inbox.models.limits import Limits


class Role(models.TextChoices):
    OUTSIDE = "outside", _("outside agent")
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
    """One person. What the role allows is decided in inbox/people/permissions.py alone.

    shops, speaks: of an outside agent, to what he is limited (Limits). speaks: of everybody, for whose tickets he comes
    first where they are given out by language; empty = any. on_duty: gets new tickets where they are given out.
    """

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.AGENT)
    shops = models.ManyToManyField(Account, blank=True, related_name="+")
    speaks = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    on_duty = models.BooleanField(default=False, db_default=False)
    team = models.CharField(max_length=60, blank=True, default="", db_default="")
    """A plain name, which figures are asked by; empty = in none."""
    language = models.CharField(max_length=5, blank=True)
    """Interface language; empty = as the browser asks."""
    zone = models.CharField(max_length=50, blank=True)
    theme = models.CharField(
        max_length=10, blank=True, choices=[("", _("as the system")), ("light", _("light")), ("dark", _("dark"))]
    )
    list_fields = ArrayField(models.CharField(max_length=20), null=True, blank=True)
    """What rows of the list show besides what they always show (inbox/lists/columns.py); None = as we propose."""
    list_sorts = models.JSONField(default=dict, blank=True)
    """The order chosen for a view, by its name; the others are in their own."""
    density = models.CharField(max_length=12, blank=True, choices=[("", _("comfortable")), ("compact", _("compact"))])

    single_keys = models.BooleanField(default=True, db_default=True)
    """Whether single keys such as "r" do something; dictation and screen readers may want them off (WCAG 2.1.4)."""

    unread_alerts = models.PositiveIntegerField(default=0)
    """Kept, so that no page has to count (inbox/alerts/counting.py)."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @cached_property
    def limits(self) -> Limits | None:
        """What an outside agent may see, read once for each request; None = everything."""
        if self.role != Role.OUTSIDE:
            return None
        return Limits(frozenset(self.shops.values_list("id", flat=True)), frozenset(self.speaks))

    @property
    def initials(self) -> str:
        """Two letters to stand for the person in a list."""
        names = [part for part in (self.first_name, self.last_name) if part] or [self.email]
        return ("".join(name[0] for name in names) if len(names) > 1 else names[0][:2]).upper()
