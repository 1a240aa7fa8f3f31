"""The Celery application: queues, and the ticks that claim what is due from the database.

Tasks carry ids and may run twice. Due times live in PostgreSQL; a tick looks for them.
"""

import os

from celery import Celery
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
    task_queues=[Queue(name) for name in ("celery", "deliver", *(f"pull.{slug}" for slug in connectors()))],  # type: ignore[no-untyped-call]
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
        "fetch-files": {"task": "inbox.tasks.fetch_files", "schedule": 10.0, "options": {"expires": 10}},
        "delete-doomed-files": {
            "task": "inbox.tasks.delete_doomed_files",
            "schedule": 300.0,
            "options": {"expires": 300},
        },
        "fetch-orders": {"task": "inbox.tasks.fetch_orders", "schedule": 5.0, "options": {"expires": 5}},
        "push-due": {"task": "inbox.tasks.push_due", "schedule": 10.0, "options": {"expires": 10}},
        "settle-due": {
            "task": "inbox.tasks.settle_due",
            "schedule": 10.0,
            "options": {"expires": 10, "queue": "deliver"},
        },
    },
)
app.autodiscover_tasks()
