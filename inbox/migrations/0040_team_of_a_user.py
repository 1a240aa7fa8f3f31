from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0039_rules_wait_for_late_orders")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="team",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
    ]
