"""The templates that come with Guichet, each published as its first version. What the shop has is left alone."""

from django.db import migrations
from django.utils import timezone

from templates_app.library.loading import load


def load_library(apps, schema_editor):
    templates, versions = (apps.get_model("templates_app", name) for name in ("ReplyTemplate", "TemplateVersion"))
    load(templates, versions, now=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("templates_app", "0001_initial")]
    operations = [migrations.RunPython(load_library, migrations.RunPython.noop)]
