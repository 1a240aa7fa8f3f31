from django.apps import AppConfig
from django.db.models.signals import post_save


class InboxConfig(AppConfig):
    """Tickets and their deadlines. Hears of new accounts: the app that connects them knows nothing of deadlines."""

    name = "inbox"

    def ready(self) -> None:
        """Models can be imported from here on."""
        from connectors.models import Account
        from inbox.deadlines.ready_made import account_saved

        post_save.connect(account_saved, sender=Account)
