"""Addresses: our pages, allauth's, the API, and the two that machines ask."""

from django.urls import include, path
from django.views.generic import RedirectView

from config.api import api
from inbox.views import health
from inbox.views.people import no_reset

urlpatterns = [
    path("", include("inbox.urls")),
    path("", include("kpis.urls")),
    path("me/password/reset/", no_reset.forgotten_password, name="forgotten_password"),
    path("me/email/", RedirectView.as_view(pattern_name="settings")),
    path("me/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
