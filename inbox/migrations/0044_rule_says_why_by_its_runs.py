from django.db import migrations


class Migration(migrations.Migration):
    """Why a rule failed last is read from its runs, in the reader's language."""

    dependencies = [
        ("inbox", "0043_indicators_against_peers"),
    ]

    operations = [
        migrations.RemoveField(model_name="rule", name="error"),
        migrations.RemoveField(model_name="rule", name="error_at"),
    ]
