"""What templates may say of the shop itself: written once by a lead."""

from typing import ClassVar

from django.db import models


class ShopFacts(models.Model):
    """One row. What is left empty is missing in every reply that wants it, and such a reply cannot be sent.

    mediator, mediator_address: the consumer mediator that the shop has named (article L616-1 of the Code de la
    consommation): whoever refuses a complaint must name it.
    """

    name = models.CharField(max_length=120, blank=True)
    return_address = models.TextField(blank=True, max_length=500)
    mediator = models.CharField(max_length=200, blank=True)
    mediator_address = models.TextField(blank=True, max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="facts_of_the_shop_are_one_row"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "ShopFacts":
        """The row, or an empty one that is not stored yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
