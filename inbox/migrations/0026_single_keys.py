from django.db import migrations, models


class Migration(migrations.Migration):
    """Single keys can be switched off by each person."""

    dependencies = [("inbox", "0025_words_are_dear")]

    operations = [
        migrations.AddField("user", "single_keys", models.BooleanField(default=True, db_default=True)),
    ]
