from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kpis', '0005_what_joins_and_what_leaves'),
    ]

    operations = [
        migrations.AlterField(
            model_name='figurerow',
            name='dimension',
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name='figurerow',
            name='label',
            field=models.CharField(max_length=403),
        ),
        migrations.CreateModel(
            name='AskedLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=40)),
                ('dimensions', models.CharField(max_length=40)),
                ('asked_on', models.DateField()),
                ('begun_at', models.DateTimeField(null=True)),
                ('ready_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('figure', 'dimensions'), name='look_once_per_figure')],
            },
        ),
        migrations.RunSQL(
            migrations.RunSQL.noop,
            """DELETE FROM kpis_figurerow r USING kpis_askedlook l
            WHERE r.figure = l.figure AND r.dimension = l.dimensions""",
        ),
    ]
