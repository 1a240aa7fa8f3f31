from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('connectors', '0004_push'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='channels',
            field=models.JSONField(default=dict),
        ),
    ]
