from django.db import migrations


class Migration(migrations.Migration):
    """PostgreSQL knows that telling the words of a text takes time: it does so for as few messages as it can."""

    dependencies = [("inbox", "0024_forwards")]

    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION guichet_words(text, text) COST 3000", "ALTER FUNCTION guichet_words(text, text) COST 100"
        )
    ]
