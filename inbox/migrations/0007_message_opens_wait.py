from django.db import migrations, models


class Migration(migrations.Migration):
    """Some words of a marketplace start a wait; some old words of a buyer start none."""

    dependencies = [("inbox", "0006_orders_claims_and_mail")]

    operations = [
        migrations.AddField(model_name="message", name="opens_wait", field=models.BooleanField(null=True)),
    ]
