"""What buyers say when they are asked, by us or elsewhere: the asking, and the answers of every source."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from inbox.models.message import Message
from inbox.models.ticket import Ticket

BY_SURVEY = "survey"
"""SurveyAnswer.source of what was answered on our own page."""


class SurveyChoice(models.Model):
    """Whether and when an account's buyers are asked. on_since: only tickets solved after it; None = nobody is asked.

    days: so long after the ticket was solved.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="survey_choice")
    on_since = models.DateTimeField(null=True)
    days = models.PositiveSmallIntegerField(default=2)

    def __str__(self) -> str:
        return f"survey of account {self.account_id}"


class LeftOut(models.TextChoices):
    """Why a buyer was not asked after all."""

    CLAIM_LOST = "claim_lost", _("a claim was decided for the buyer")
    ASKED_LATELY = "asked_lately", _("the buyer was asked lately")
    NOBODY = "nobody", _("nobody reads answers to this address")
    ERASED = "erased", _("the buyer was erased")
    NOT_ALLOWED = "not_allowed", _("the marketplace does not allow it")
    POLICY = "policy", _("the policy check forbids it")
    SWITCHED_OFF = "switched_off", _("switched off meanwhile")


class Survey(models.Model):
    """The asking about one ticket, once. asked_at, left_out: both empty while it waits for due_at.

    message: what asked, in the outbox or done at the marketplace. language: in which.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="survey")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    solved_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    left_out = models.CharField(max_length=20, choices=LeftOut, blank=True)
    language = models.CharField(max_length=5, blank=True)
    message = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="survey")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="survey_due", condition=Q(asked_at=None, left_out="")),
            models.Index(fields=["account", "-due_at"], name="survey_of_account"),
        ]

    def __str__(self) -> str:
        return f"survey of ticket {self.ticket_id}"


class SurveyAnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "SurveyAnswerQuerySet":  # type: ignore[name-defined]
        """What this user may see: of an outside agent, by its ticket alone."""
        if not user.is_active:
            return self.none()
        if not user.limits:
            return self
        return self.filter(ticket__in=Ticket.objects.visible_to(user))


class SurveyAnswer(models.Model):
    """How content one buyer was, 1 to 5, and his words. Of our own survey, or of a file of ratings.

    source: BY_SURVEY, or the name of the file's form (inbox/ratings/forms.py). external_id: its name there, once.
    account, ticket: None where no order of that number is known. author: as the file calls him.
    """

    source = models.CharField(max_length=30)
    external_id = models.CharField(max_length=255)
    survey = models.OneToOneField(Survey, null=True, on_delete=models.SET_NULL, related_name="answer")
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="survey_answers")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="survey_answers")
    order_id = models.CharField(max_length=100, blank=True)
    rating = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    author = models.CharField(max_length=255, blank=True)
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="survey_answer_once_per_source"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="survey_answer_is_1_to_5"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-answered_at"], name="survey_answer_newest"),
            models.Index(fields=["-answered_at", "-id"], name="survey_answer_latest"),
            models.Index(fields=["ticket"], name="survey_answer_of_ticket", condition=Q(ticket__isnull=False)),
            models.Index(fields=["order_id"], name="survey_answer_of_order", condition=~Q(order_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"
