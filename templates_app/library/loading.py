"""Put the starter library into the database, each template published as its first version."""

from datetime import datetime
from typing import Any

from templates_app.library.reading import STORED, library


def load(templates: Any, versions: Any, *, now: datetime) -> None:
    """templates, versions: the models ReplyTemplate and TemplateVersion, of today or as a migration knows them."""
    for one in library():
        template = templates.objects.create(
            name=one.names[STORED], topic=one.topic, family=one.family, kinds=list(one.kinds), ready_made=one.code
        )
        template.published = versions.objects.create(
            template=template,
            number=1,
            bodies=dict(one.bodies),
            questions=[question.spec() for question in one.questions],
            made_at=now,
        )
        template.save(update_fields=["published"])
