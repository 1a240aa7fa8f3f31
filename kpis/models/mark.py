"""What has changed since the rollup was brought in line: written by triggers, taken by a tick."""

from django.db import models

from connectors.models import Account


class Mark(models.Model):
    """Something of an account changed whose cases happened from since to until, both within.

    about: the source that changed (kpis/figures/figure.py), or "figure:SLUG"; empty = everything.
    Nothing refers to an account here, so that whoever writes messages locks nothing.
    """

    account = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    about = models.CharField(max_length=50, db_default="")

    def __str__(self) -> str:
        return f"{self.about or 'everything'} of account {self.account_id}"
