from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0002_open_hours_of_calendars"),
    ]

    operations = [
        migrations.AlterField(
            model_name="figurerow",
            name="dimension",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="figurerow",
            name="label",
            field=models.CharField(max_length=201),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM kpis_figurerow WHERE dimension LIKE '%+%'"),
    ]
