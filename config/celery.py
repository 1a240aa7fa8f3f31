"""The Celery application: queues, and the ticks that claim what is due from the database.

Tasks carry ids and may run twice. Due times live in PostgreSQL; a tick looks for them.
"""

import gc
import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_before_create_process
from kombu.entity import Queue

from connectors.registry import connectors

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("guichet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600},
    task_default_queue="celery",
    task_queues=[Queue(name) for name in ("celery", "deliver", *(f"pull.{slug}" for slug in connectors()))],
    beat_schedule={
        "pull-due": {"task": "inbox.tasks.pull_due", "schedule": 5.0, "options": {"expires": 5}},
        "deliver-due": {
            "task": "inbox.tasks.deliver_due",
            "schedule": 0.5,
            "options": {"expires": 2, "queue": "deliver"},
        },
        "change-conversations": {
            "task": "inbox.tasks.change_conversations",
            "schedule": 2.0,
            "options": {"expires": 2, "queue": "deliver"},
        },
        "answer-feedback": {
            "task": "inbox.tasks.answer_feedback",
            "schedule": 2.0,
            "options": {"expires": 2, "queue": "deliver"},
        },
        "assign-tickets": {"task": "inbox.tasks.assign_tickets", "schedule": 3.0, "options": {"expires": 3}},
        "send-forwards": {
            "task": "inbox.tasks.send_forwards",
            "schedule": 2.0,
            "options": {"expires": 2, "queue": "deliver"},
        },
        "wake-tickets": {"task": "inbox.tasks.wake_tickets", "schedule": 10.0, "options": {"expires": 10}},
        "seal-log": {"task": "inbox.tasks.seal_log", "schedule": 5.0, "options": {"expires": 5}},
        "fetch-files": {"task": "inbox.tasks.fetch_files", "schedule": 10.0, "options": {"expires": 10}},
        "delete-doomed-files": {
            "task": "inbox.tasks.delete_doomed_files",
            "schedule": 300.0,
            "options": {"expires": 300},
        },
        "many-due": {"task": "inbox.tasks.many_due", "schedule": 5.0, "options": {"expires": 5}},
        "recompute-due": {"task": "inbox.tasks.recompute_due", "schedule": 5.0, "options": {"expires": 5}},
        "fetch-orders": {"task": "inbox.tasks.fetch_orders", "schedule": 5.0, "options": {"expires": 5}},
        "push-due": {"task": "inbox.tasks.push_due", "schedule": 10.0, "options": {"expires": 10}},
        "read-imported": {"task": "inbox.tasks.read_imported", "schedule": 3.0, "options": {"expires": 3}},
        "learn-topics": {"task": "inbox.tasks.learn_topics", "schedule": crontab(hour=3, minute=17)},
        "work-rules": {"task": "inbox.tasks.work_rules", "schedule": 1.0, "options": {"expires": 2}},
        "note-passed-time": {"task": "inbox.tasks.note_passed_time", "schedule": 60.0, "options": {"expires": 60}},
        "call-webhooks": {"task": "inbox.tasks.call_webhooks", "schedule": 2.0, "options": {"expires": 2}},
        "warn": {"task": "inbox.tasks.warn", "schedule": 15.0, "options": {"expires": 15}},
        "send-alerts": {"task": "inbox.tasks.send_alerts", "schedule": 5.0, "options": {"expires": 5}},
        "look-for-discontent": {
            "task": "inbox.tasks.look_for_discontent",
            "schedule": 300.0,
            "options": {"expires": 300},
        },
        "ask-buyers": {"task": "inbox.tasks.ask_buyers", "schedule": 60.0, "options": {"expires": 60}},
        "mine-when-due": {"task": "inbox.tasks.mine_when_due", "schedule": 60.0, "options": {"expires": 60}},
        "follow-log": {"task": "kpis.tasks.follow_log", "schedule": 60.0, "options": {"expires": 60}},
        "send-reports": {"task": "kpis.tasks.send_reports", "schedule": 60.0, "options": {"expires": 60}},
        "fold-counts": {"task": "inbox.tasks.fold_counts", "schedule": 60.0, "options": {"expires": 60}},
        "settle-due": {
            "task": "inbox.tasks.settle_due",
            "schedule": 10.0,
            "options": {"expires": 10, "queue": "deliver"},
        },
    },
)
app.autodiscover_tasks()


@worker_before_create_process.connect
def share_memory(**_: Any) -> None:
    """Garbage collection writes on what it looks at: what every child has from its parent stays one copy without it."""
    gc.collect()
    gc.freeze()
