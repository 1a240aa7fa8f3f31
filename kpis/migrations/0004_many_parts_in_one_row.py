import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Those figures' rows are made anew by the worker, as whenever what a figure keeps has changed."""

    dependencies = [
        ("kpis", "0003_pairs_of_dimensions"),
    ]

    operations = [
        migrations.AddField(
            model_name="figurerow",
            name="names",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
    ]
