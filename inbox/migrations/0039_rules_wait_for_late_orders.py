from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0038_what_buyers_ask")]

    operations = [
        migrations.AlterField(
            model_name="rule",
            name="since",
            field=models.CharField(
                blank=True,
                choices=[
                    ("buyer_waits", "since the buyer waits for an answer"),
                    ("our_word", "since we wrote, and the buyer did not"),
                    ("solved", "since the ticket was solved"),
                    ("promised", "since the promised day of delivery, and the order has not come"),
                ],
                max_length=20,
            ),
        ),
    ]
