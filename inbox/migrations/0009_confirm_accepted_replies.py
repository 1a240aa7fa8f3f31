from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def confirm(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Until now every accepted reply was in its conversation at the marketplace."""
    messages = apps.get_model("inbox", "Message").objects
    messages.filter(delivery="accepted", confirmed_at=None).update(confirmed_at=F("accepted_at"))


class Migration(migrations.Migration):
    """Replies accepted before there was a word for it count as confirmed."""

    dependencies = [("inbox", "0008_claims_and_lost_files_in_the_log")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
