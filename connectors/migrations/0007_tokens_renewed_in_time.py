"""A token says when it is renewed, which depends on how long it lives, and no longer when it ends."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F


def five_minutes_early(apps, schema_editor):
    token = apps.get_model("connectors", "StoredToken")
    token.objects.update(renew_at=F("renew_at") - timedelta(minutes=5))


class Migration(migrations.Migration):
    dependencies = [("connectors", "0006_windows_are_policies")]

    operations = [
        migrations.RenameField("StoredToken", "ends_at", "renew_at"),
        migrations.RunPython(five_minutes_early, migrations.RunPython.noop),
    ]
