from django.db import migrations, models


class Migration(migrations.Migration):
    """Writing: send later, acknowledgements, forwards, mentions."""

    dependencies = [("inbox", "0018_bulk_and_roles")]

    operations = [
        migrations.AlterField("draft", "text", models.TextField(blank=True)),
        migrations.AddField("draft", "note", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField("draft", "seen", models.BigIntegerField(null=True)),
        migrations.AddField("message", "solves", models.BooleanField(db_default=False, default=False)),
    ]
