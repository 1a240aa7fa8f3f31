"""Messages of a ticket: what the buyer wrote, what we answered, notes, and the marketplace's own words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from inbox.models.ticket import Ticket

STOPS_THE_CLOCK = "no_response_needed"
"""Kind of the link (Original.links) with which a marketplace wants to be told that the buyer needs no answer."""


class MessageDirection(models.TextChoices):
    IN = "in", _("buyer")
    OUT = "out", _("shop")
    NOTE = "note", _("internal note")
    SYSTEM = "system", _("marketplace")


class Delivery(models.TextChoices):
    """What became of an outgoing message. See inbox/sending/reply_states.py for who moves it from where to where."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    UNSURE = "unsure", _("not sure")
    CANCELLED = "cancelled", _("cancelled")


class Cause(models.TextChoices):
    """Why a reply is not accepted; the marketplace's own words, if any, are in Message.reason."""

    REFUSED = "refused", _("refused by the marketplace")
    SIGN_IN = "sign_in", _("the account must sign in again; nothing was sent")
    NO_EFFECT = "no_effect", _("the marketplace could not take it just now; it will be tried again")
    GAVE_UP = "gave_up", _("not sent: the marketplace could not take it in many attempts")
    NO_ANSWER = "no_answer", _("the request left, but no answer came back")
    WORKER_LOST = "worker_lost", _("the worker stopped while sending")
    NOT_SHOWN = "not_shown", _("not sent: the marketplace does not show it in the conversation")
    NOT_SENT = "not_sent", _("not sent, as somebody checked by hand")
    BOUNCED = "bounced", _("taken first, but it did not reach the buyer")
    MEANWHILE = "meanwhile", _("held back: somebody wrote after it had been planned")
    POLICY = "policy", _("not sent: the policy check stopped it when its time came")
    FILE_GONE = "file_gone", _("not sent: a file of it is not in the storage any more")


class Message(models.Model):
    """One entry of a ticket.

    written_at: at the marketplace; for a reply of ours when the agent pressed send, until it is accepted.
    fetched_at: when we learnt of it. stored_at: when the row was written.
    opens_wait: whether somebody waits for an answer because of it; None = as usual, so for a buyer's own words only.
    delivery: of an outgoing one, else empty; also `accepted` for one typed on the marketplace's own site.
    send_after: when it may leave (undo delay, back-off). attempted_at: the start of the last attempt.
    later_at: the moment that its writer chose for it to leave; send_after is empty while it is held back since then.
    solves: the ticket is to be solved once this reply is accepted; False again when that is done.
    lease_until: while sending; later the worker counts as dead. checked_at: last time an unsure one was looked for.
    confirmed_at: when an accepted one proved to have arrived; None where that is not known (yet).
    cause: why it is refused, unsure or still queued. reason: the same in the marketplace's own words; of one that the
    policy check stopped the codes of the rules, with commas.
    within: of words inside a claim the kind of it (ClaimKind): another place than the conversation, where no reply of
    ours goes and whose words start no clock; empty = in the conversation.
    acknowledges: a reply that only says that the answer will follow (see inbox/deadlines/response.py).
    recipient: who an outgoing one is for, where the marketplace gives a choice; empty = the buyer.
    through: the merged ticket whose conversation it belongs to, and a reply leaves on; None = its ticket's own.
    counts_for: the ticket whose clocks it counts for, if it was settled before it was moved; None = its own.
    moved_at: since when it is on its ticket, if it was on another before.
    template_version: of the reply template it was made from; template_language: of its body; template_edited: whether
    the words were changed before it was sent. None, "" and None for one that was written by hand.
    remedy: a code for what to do about it (inbox/views/writing/delivery_words.py has the words).
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    direction = models.CharField(max_length=10, choices=MessageDirection)
    external_id = models.CharField(max_length=255, blank=True)
    author = models.CharField(max_length=255, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    body_text = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    written_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField(auto_now_add=True)
    automatic = models.BooleanField(default=False)
    opens_wait = models.BooleanField(null=True)

    delivery = models.CharField(max_length=20, choices=Delivery, blank=True)
    send_after = models.DateTimeField(null=True)
    later_at = models.DateTimeField(null=True)
    solves = models.BooleanField(default=False, db_default=False)
    attempts = models.PositiveIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20, choices=Cause, blank=True)
    reason = models.TextField(blank=True)
    remedy = models.CharField(max_length=30, blank=True)
    recipient = models.CharField(max_length=30, blank=True, db_default="")
    within = models.CharField(max_length=20, blank=True, db_default="")
    acknowledges = models.BooleanField(default=False, db_default=False)
    through = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    counts_for = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    moved_at = models.DateTimeField(null=True)
    idempotency_key = models.CharField(max_length=255, blank=True)
    template_version = models.ForeignKey(
        "templates_app.TemplateVersion", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    template_language = models.CharField(max_length=5, blank=True, default="", db_default="")
    template_edited = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "external_id"], name="message_once_per_account", condition=~Q(external_id="")
            ),
            models.UniqueConstraint(
                fields=["ticket", "idempotency_key"], name="reply_once_per_key", condition=~Q(idempotency_key="")
            ),
            models.CheckConstraint(
                condition=Q(delivery="") | Q(direction="out"), name="delivery_is_of_outgoing_messages"
            ),
            models.CheckConstraint(
                condition=~Q(delivery="accepted") | ~Q(external_id=""), name="accepted_has_the_marketplaces_id"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "written_at", "id"], name="message_of_ticket"),
            models.Index(fields=["ticket"], name="message_notes", condition=Q(direction="note")),
            models.Index(fields=["through"], name="message_through", condition=Q(through__isnull=False)),
            models.Index(
                fields=["template_version"], name="message_from_template", condition=Q(template_version__isnull=False)
            ),
            models.Index(fields=["counts_for"], name="message_counts_for", condition=Q(counts_for__isnull=False)),
            models.Index(fields=["send_after"], name="message_to_send", condition=Q(delivery="queued")),
            models.Index(
                fields=["attempted_at"],
                name="message_unsettled",
                condition=Q(delivery__in=["sending", "unsure"]),
            ),
            models.Index(
                fields=["-attempted_at"],
                name="message_refused",
                condition=Q(delivery="refused"),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def place(self) -> Ticket:
        """The ticket whose conversation it belongs to: a merged one keeps its own."""
        return self.through or self.ticket

    @property
    def retryable(self) -> bool:
        """Refused without having been sent: the same text may be sent again."""
        return self.delivery == Delivery.REFUSED and self.cause != Cause.REFUSED


class Original(models.Model):
    """What a message came as, where that is more than its words.

    whole_text: with quoted history and wrapping. html: sanitised. answering: what the connector needs for an answer.
    links: pages of the marketplace about it, by kind; for the agent to open, never fetched.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="original")
    whole_text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    answering = models.JSONField(default=dict)
    links = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"original of message {self.message_id}"


class Attachment(models.Model):
    """A file of a message. url: where the marketplace keeps it, untrusted; file: our copy, once fetched.

    content_id: what the message's HTML calls it, where it is a picture in it.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    content_id = models.CharField(max_length=200, blank=True)
    url = models.TextField(blank=True)
    file = models.FileField(upload_to="attachments/%Y/%m/", blank=True)
    size = models.PositiveBigIntegerField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="attachment_to_fetch", condition=Q(file="", problem="") & ~Q(url="")),
        ]

    def __str__(self) -> str:
        return self.name
