"""Everything as it was received."""

from typing import ClassVar

from django.db import models

from connectors.models.account import Account


class RawItem(models.Model):
    """One thing as received, written before or with what was read from it.

    body: ASCII JSON, so that no character of it is ever refused by the database.
    blob: bytes that belong to it, such as a whole mail, in storage under their own digest.
    problem: why it could not be read; empty if it was.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="raw_items")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=255)
    version = models.CharField(max_length=64)
    body = models.TextField()
    blob = models.FileField(blank=True, max_length=200)
    fetched_at = models.DateTimeField()
    problem = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind", "key", "version"], name="raw_item_once_per_version"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "fetched_at"], name="raw_item_unreadable", condition=~models.Q(problem="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Notice(models.Model):
    """A message of the marketplace to the seller: shown on the account page, starts no clock."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    external_id = models.CharField(max_length=255)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    written_at = models.DateTimeField()
    fetched_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "external_id"], name="notice_once_per_account"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-written_at"], name="notice_newest")]

    def __str__(self) -> str:
        return self.external_id
