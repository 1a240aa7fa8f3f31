"""The page on which a shop answers what everybody asks."""

from django.db import models

from connectors.models import Account


class PublicFaq(models.Model):
    """One page of one account; without a row, or while it is not on, nobody sees anything.

    slug: its place in the address. title: over it; empty = the account's name.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120, blank=True)
    is_on = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.slug
