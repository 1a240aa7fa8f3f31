"""Mails about a ticket to somebody who is no buyer (a carrier, a supplier), and what comes back.

They are no messages: no clock, no reply and no count of the ticket ever sees them.
"""

from operator import attrgetter
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from connectors.models import Account, RawItem
from inbox.models.message import Attachment, Delivery
from inbox.models.ticket import Ticket


class ForwardQuerySet(models.QuerySet["Forward"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "ForwardQuerySet":  # type: ignore[name-defined]
        """Those of the tickets this user may see: the only way a view gets rows."""
        if user.is_active and not user.limits:
            return self
        return self.filter(ticket__in=Ticket.objects.visible_to(user))

    def unsettled(self) -> "ForwardQuerySet":
        """Those that wait for a person: refused, or nobody knows what became of them."""
        return self.filter(delivery__in=[Delivery.UNSURE, Delivery.REFUSED], settled_at=None)


class Forward(models.Model):
    """One mail of ours. account: the mailbox it leaves from. files: those of the ticket that go along.

    picked: files from the writer's own computer that go along.
    mark: a word that nobody can guess; it stands in the Message-ID and the subject, and answers are known by it.
    follows: the answer that it answers, if it does. delivery: as of a reply (inbox/sending/reply_states.py).
    send_after, attempts, attempted_at, lease_until, reason: as of a reply. message_id: with brackets, once it was sent.
    settled_at: when somebody dealt with one that was refused.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="forwards")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="forwards")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    mark = models.CharField(max_length=32, unique=True)
    follows = models.ForeignKey("ForwardMail", null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    body_text = models.TextField()
    files = models.ManyToManyField(Attachment, related_name="+")
    written_at = models.DateTimeField()
    delivery = models.CharField(max_length=20, choices=Delivery)
    send_after = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=255, blank=True)
    reason = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=255, blank=True)

    objects = ForwardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket", "idempotency_key"], name="forward_once_per_key", condition=~Q(idempotency_key="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["send_after"], name="forward_to_send", condition=Q(delivery="queued")),
            models.Index(
                fields=["delivery"],
                name="forward_unsettled",
                condition=Q(delivery__in=["sending", "unsure", "refused"]),
            ),
            models.Index(fields=["account", "attempted_at"], name="forward_of_account"),
        ]

    def __str__(self) -> str:
        return f"forward {self.pk}"

    @property
    def along(self) -> "list[Attachment | PickedFile]":
        """All files that go along with it: of the ticket, then own ones, as they came."""
        return [*sorted(self.files.all(), key=attrgetter("pk")), *sorted(self.picked.all(), key=attrgetter("pk"))]


class ForwardMailKind(models.TextChoices):
    """ANSWER: somebody wrote back. COPY: our own mail, as the mailbox keeps it. REPORT: it did not arrive (yet)."""

    ANSWER = "answer"
    COPY = "copy"
    REPORT = "report"


class ForwardMail(models.Model):
    """One mail that came in and belongs to a forwarded one. sender: his address, which nothing proves.

    raw: the mail as it came. whole_text: with quoted history, where that is more. automatic: no person wrote it.
    """

    forward = models.ForeignKey(Forward, on_delete=models.CASCADE, related_name="mails")
    raw = models.ForeignKey(RawItem, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=ForwardMailKind)
    external_id = models.CharField(max_length=255)
    sender = models.CharField(max_length=255, blank=True)
    sender_name = models.CharField(max_length=255, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    body_text = models.TextField(blank=True)
    whole_text = models.TextField(blank=True)
    automatic = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    fetched_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["forward", "external_id"], name="forward_mail_once"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk} to forward {self.forward_id}"


class PickedFile(models.Model):
    """A file from somebody's own computer, in storage. forward: the mail it goes along with; None = not queued yet.

    content_type: what its first bytes say, never what the browser claims.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    forward = models.ForeignKey(Forward, null=True, on_delete=models.CASCADE, related_name="picked")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.name


class ForwardFile(models.Model):
    """A file of an answer, in storage."""

    mail = models.ForeignKey(ForwardMail, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.name
