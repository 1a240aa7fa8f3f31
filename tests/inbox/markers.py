"""A word that nobody else writes, put everywhere a buyer can be; and where it still is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from connectors.models import Notice, RawItem
from connectors.shared_memory import client
from inbox import models as inbox

WORD = "zqxmarker"
_TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)

STAYS: dict[type[models.Model], set[str]] = {
    inbox.Asking: {"item_id"},
    inbox.Attachment: {"content_type", "file"},
    inbox.Buyer: set(),
    inbox.BuyerHandle: set(),
    inbox.ChecklistStep: set(),
    inbox.Claim: {"external_id", "state_there", "reason", "order_id", "item_id", "currency", "links"},
    inbox.Conversation: {"thread_id"},
    inbox.Draft: {"template"},
    inbox.DraftFile: {"file"},
    inbox.Feedback: {"external_id", "order_id", "item_id", "word"},
    inbox.Forward: {"mark", "to", "message_id"},
    inbox.ForwardFile: {"content_type", "file"},
    inbox.ForwardMail: {"external_id", "sender"},
    inbox.LooseClaimEntry: {"external_id", "order_id", "entry"},
    inbox.LooseCopy: {"external_id", "order_id"},
    inbox.Message: {"external_id", "language", "remedy", "recipient", "within", "template_language"},
    inbox.Order: {"external_id", "channel", "state", "items", "currency", "country", "carrier", "fulfilled_by"},
    inbox.Original: set(),
    inbox.PickedFile: {"content_type", "file"},
    inbox.Question: {"topic", "language"},
    inbox.RuleEvent: {"source"},
    inbox.RuleRun: {"source"},
    inbox.SavedView: {"sort"},
    inbox.Survey: {"language"},
    inbox.SurveyAnswer: {"source", "external_id", "order_id"},
    inbox.ThreadName: {"thread_id"},
    inbox.Ticket: {"thread_id", "kind", "item_id", "order_id", "channel", "topic", "language", "last_direction"}
    | {"corrected"},
    inbox.TicketEvent: {"before", "after"},
    inbox.TrainingExample: {"language", "topic"},
    inbox.Understanding: set(),
    inbox.WebhookCall: {"key"},
    inbox.Wording: {"topic", "language"},
    Notice: {"external_id"},
    RawItem: {"kind", "key", "version", "blob"},
}
"""The models that hold something about buyers, and which of their texts an erasure leaves: codes and ids."""
_THERE_ALREADY: dict[type[models.Model], set[str]] = {
    inbox.Buyer: {"name", "handle"},
    inbox.BuyerHandle: {"handle"},
    inbox.Order: {"buyer_name", "buyer_handle"},
    inbox.SavedView: {"name", "filters"},
    inbox.ThreadName: {"name"},
    inbox.Ticket: {"buyer_name"},
    inbox.TrainingExample: {"text"},
    inbox.WebhookCall: {"payload"},
    Notice: {"subject", "text", "html"},
}
"""Texts by which the rest is found, or that are found by what stands in them: they hold the word as they arrive."""
OF_THE_SHOP = {
    *("Account", "Application", "Backfill", "Stream", "StoredToken", "ApiToken", "User", "FirstRunLink"),
    *("PushDestination", "PushEntry", "PushSubscription"),
    *("ErasureReceipt", "Tombstone", "DoomedFile", "ResponseCycle", "Indicator", "EventSeal", "SealProgress"),
    *("Alert", "AlertWishes", "AssignmentRule", "BulkChange", "BulkJob", "Calendar", "CalendarVersion", "Checklist"),
    *("DeadlinePolicy", "DeadlineWarning", "HolidayMode", "PolicyVersion", "PushDevice", "Recomputation"),
    *("TicketClock", "TicketCount", "TicketLink", "WarningRound"),
    *("OwnPhrases", "Rule", "TopicModel", "Webhook"),
    *("ReplyTemplate", "ShopFacts", "TemplateVersion"),
    *("FeedbackAlarm", "SurveyChoice"),
    *("FaqEntry", "MiningProgress", "PublicFaq", "QuestionAnswer"),
}
"""The models that hold nothing about buyers."""


def unsorted_models() -> set[str]:
    """Models of ours of which nobody has said whether they hold something about buyers."""
    ours = {
        model for label in ("connectors", "inbox", "templates_app") for model in apps.get_app_config(label).get_models()
    }
    return {model.__name__ for model in ours - set(STAYS)} - OF_THE_SHOP


def mark_all_rows() -> None:
    """Write the word into every text of every row that may not outlive its buyer."""
    for model in STAYS:
        assert model._default_manager.exists(), f"the test brings no {model.__name__}"
        for pk in model._default_manager.values_list("pk", flat=True):
            if values := {field.name: _marked(field, pk) for field in _texts(model)}:
                model._default_manager.filter(pk=pk).update(**values)


def _texts(model: type[models.Model]) -> list[Any]:
    left_out = STAYS[model] | _THERE_ALREADY.get(model, set())
    fields = [field for field in model._meta.concrete_fields if field.name not in left_out and not field.choices]
    return [field for field in fields if isinstance(field, _TEXTS)]


def _marked(field: Any, number: int) -> Any:
    if isinstance(field, ArrayField):
        return [WORD]
    if isinstance(field, models.JSONField):
        return {"said": WORD}
    return json.dumps(f"{WORD} {number}")[: field.max_length]


def where_it_is() -> list[str]:
    """Tables, files and keys of Redis in which the word stands."""
    return [*_tables(), *_files(), *_keys()]


def _tables() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT whole::text FROM "{table}" AS whole WHERE whole::text ILIKE %s', [f"%{WORD}%"])
            yield from (f"{table}: {row}" for (row,) in cursor.fetchall())


def _files() -> Iterator[str]:
    root = Path(settings.MEDIA_ROOT)
    for path in root.rglob("*") if root.exists() else ():
        if path.is_file() and WORD.encode() in path.read_bytes().lower():
            yield str(path)


def _keys() -> Iterator[str]:
    redis: Any = client()
    for key in redis.scan_iter():
        content = redis.dump(key) or b""
        if WORD.encode() in key.lower() or WORD.encode() in content.lower():
            yield repr(key)
