"""Topics are called as templates, rules and figures call them. What only grows keeps the old codes (FORMER_TOPICS)."""

from django.db import migrations

FORWARDS = {
    "not_received": "delivery",
    "damaged": "defective",
    "order_change": "cancellation",
    "product": "product_question",
}
BACKWARDS = {"defective": "damaged", "cancellation": "order_change", "product_question": "product"}


def _rename(apps, codes):
    ticket, checklist = apps.get_model("inbox", "Ticket"), apps.get_model("inbox", "Checklist")
    for old, new in codes.items():
        ticket.objects.filter(topic=old).update(topic=new)
        if checklist.objects.filter(topic=new).exists():
            checklist.objects.filter(topic=old).delete()
        checklist.objects.filter(topic=old).update(topic=new)


def forwards(apps, schema_editor):
    _rename(apps, FORWARDS)


def backwards(apps, schema_editor):
    _rename(apps, BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("inbox", "0028_pictures_in_mails")]
    operations = [migrations.RunPython(forwards, backwards)]
