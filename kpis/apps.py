"""The figures as an app of Django: its SQL views follow every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class KpisConfig(AppConfig):
    name = "kpis"

    def ready(self) -> None:
        from kpis.bi.views import after_migrations, before_migrations  # noqa: PLC0415  models are ready only now

        pre_migrate.connect(before_migrations, sender=self)
        post_migrate.connect(after_migrations, sender=self)
