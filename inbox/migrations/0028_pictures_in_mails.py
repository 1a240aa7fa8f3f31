from django.db import migrations, models


class Migration(migrations.Migration):
    """Which file of a mail is which picture in its HTML."""

    dependencies = [("inbox", "0027_merge_and_split")]

    operations = [
        migrations.AddField("attachment", "content_id", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
    ]
