from django.apps import AppConfig


class FrameConfig(AppConfig):
    """The page frame: base page, static files, catalogues."""

    name = "config"
    label = "frame"
