from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("kpis", "0003_annotations_targets_and_reports")]

    operations = [
        migrations.AddField(
            model_name="reportwish",
            name="wished_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
    ]
