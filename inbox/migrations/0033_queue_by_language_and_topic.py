from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Lists that are narrowed down by language, topic or level 2 have an index to go by, also where hardly any fits."""

    dependencies = [("inbox", "0032_words_of_forwards")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["language", "queue_at", "id"], name="ticket_queue_by_language", condition=~Q(status="solved")
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["topic", "queue_at", "id"], name="ticket_queue_by_topic", condition=~Q(status="solved")
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["queue_at", "id"], name="ticket_queue_of_level_2", condition=Q(level=2) & ~Q(status="solved")
            ),
        ),
    ]
