from datetime import timedelta

from django.db import migrations, models


def only_codes(apps, schema_editor):
    """Channels lose their windows, which inbox 0013 has made policies of."""
    Account = apps.get_model("connectors", "Account")
    for account in Account.objects.all():
        account.channels = sorted(account.channels)
        account.save(update_fields=["channels"])


def with_windows(apps, schema_editor):
    """Back to the windows that every account begins with."""
    Account = apps.get_model("connectors", "Account")
    for account in Account.objects.all():
        account.channels = {code: {} for code in account.channels}
        account.soft_window, account.hard_window = timedelta(hours=8), timedelta(hours=24)
        account.save(update_fields=["channels", "soft_window", "hard_window"])


class Migration(migrations.Migration):
    """Deadlines are no longer told by the account."""

    dependencies = [
        ("connectors", "0005_account_channels"),
        ("inbox", "0011_squashed_0013_deadline_policies"),
    ]

    operations = [
        migrations.AlterField("account", "channels", models.JSONField(default=list)),
        migrations.AlterField("account", "soft_window", models.DurationField(null=True)),
        migrations.AlterField("account", "hard_window", models.DurationField(null=True)),
        migrations.RunPython(only_codes, with_windows),
        migrations.RemoveField("account", "soft_window"),
        migrations.RemoveField("account", "hard_window"),
        migrations.RemoveField("account", "windows_version"),
    ]
