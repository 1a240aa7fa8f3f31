"""Addresses of the figures' pages, flat, named after their view."""

from django.urls import path

from kpis.views import annotations, dashboard, figure, figure_targets, reports, tables, unanswered, wall

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/annotations/", annotations.annotations, name="annotations"),
    path("dashboard/annotations/<int:annotation_id>/", annotations.change, name="annotation_change"),
    path("dashboard/annotations/<int:annotation_id>/remove/", annotations.remove, name="annotation_remove"),
    path("dashboard/targets/", figure_targets.figure_targets, name="figure_targets"),
    path("dashboard/reports/", reports.reports, name="reports"),
    path("dashboard/questions/", unanswered.unanswered, name="unanswered"),
    path("dashboard/tables/<slug:table>.<slug:form>", tables.page_table, name="page_table"),
    path("dashboard/figures/<slug:figure_slug>/", figure.figure, name="figure"),
    path("dashboard/figures/<slug:figure_slug>/by/<slug:by>.<slug:form>", tables.figure_table, name="figure_table"),
    path("dashboard/figures/<slug:figure_slug>/cases.<slug:form>", tables.figure_cases, name="figure_cases"),
    path("wall/", wall.wall, name="wall"),
    path("wall/changes/", wall.wall_changes, name="wall_changes"),
]
