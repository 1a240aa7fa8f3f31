"""Reply templates: what one is for, and its versions with what each says."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Family(models.TextChoices):
    """What kind of talk a template belongs to."""

    FAQ = "faq", _("FAQ")
    INFORMATION = "information", _("information request")
    CLAIM = "claim", _("claim and dispute")


class ReplyTemplateQuerySet(models.QuerySet["ReplyTemplate"]):
    def kept(self) -> "ReplyTemplateQuerySet":
        """Those that nobody has put away."""
        return self.filter(retired_at=None)

    def usable(self) -> "ReplyTemplateQuerySet":
        """Those that may be picked: kept, with a published version."""
        return self.kept().filter(published__isnull=False)

    def to_review(self, today: date) -> "ReplyTemplateQuerySet":
        return self.filter(review_on__lte=today)


class ReplyTemplate(models.Model):
    """One answer that is given again and again.

    topic: a code of the shop's topics; empty = for any. marketplaces: slugs, kinds: of tickets ("message", "claim");
    an empty list = any. review_on: the day on which somebody is to look whether it is still right; None = no day.
    published: the version that is picked; None = none yet. retired_at: since when it is put away.
    use_count: how many replies were made from it, those taken back left out.
    ready_made: the code of one that came with Guichet (templates_app/library), else empty.
    """

    name = models.CharField(max_length=120)
    topic = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=20, choices=Family, default=Family.INFORMATION)
    marketplaces = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)
    published = models.ForeignKey("TemplateVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    retired_at = models.DateTimeField(null=True)
    use_count = models.PositiveIntegerField(default=0)
    ready_made = models.CharField(max_length=60, blank=True)

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ready_made"], name="ready_made_template_once", condition=~models.Q(ready_made="")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="reply_template_by_name")]

    def __str__(self) -> str:
        return self.name

    def is_due(self, today: date) -> bool:
        """Whether the day to look at it again has come."""
        return self.review_on is not None and self.review_on <= today


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def newest_of_each(self) -> "TemplateVersionQuerySet":
        """The newest version of each template."""
        return self.order_by("template_id", "-number").distinct("template_id")


class TemplateVersion(models.Model):
    """What a template says since somebody changed it; never changed itself.

    bodies: {language: text with placeholders}. questions: as Question.spec() writes them.
    """

    template = models.ForeignKey(ReplyTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    bodies = models.JSONField(default=dict)
    questions = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_number_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of template {self.template_id}"

    @property
    def content(self) -> tuple[Any, Any]:
        """What two versions are compared by."""
        return self.bodies, self.questions
