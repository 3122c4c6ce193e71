"""Addresses of metrics and targets."""

from django.urls import path

from kaname.goals.views import (
    metric,
    metric_files,
    metric_form,
    metrics,
    target,
    target_files,
    target_grid,
    target_new,
    targets,
)

app_name = "goals"
urlpatterns = [
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics.yaml", metric_files.metrics_export, name="metrics_export"),
    path("metrics/import/", metric_files.metrics_import, name="metrics_import"),
    path("metrics/new/", metric_form.metric_new, name="metric_new"),
    path("metrics/preview/", metric_form.metric_preview, name="metric_preview"),
    path("metrics/board/", metrics.board_metrics, name="board_metrics"),
    path("metrics/board/placement/", metrics.placement, name="board_placement"),
    path("metrics/by-key/<str:key>/", metric.metric, name="metric"),
    path("metrics/by-key/<str:key>/edit/", metric_form.metric_edit, name="metric_edit"),
    path("metrics/by-key/<str:key>/preview/", metric_form.metric_preview, name="metric_preview"),
    path("metrics/by-key/<str:key>/archiving/", metric.archiving, name="metric_archiving"),
    path("metrics/by-key/<str:key>/restoring/", metric.restoring, name="metric_restoring"),
    path("metrics/by-key/<str:key>/placement/", metrics.placement, name="placement"),
    path("targets/", targets.targets, name="targets"),
    path("targets.csv", target_files.targets_export, name="targets_export"),
    path("targets/new/", target_new.target_new, name="target_new"),
    path("targets/grid/", target_grid.target_grid, name="target_grid"),
    path("targets/import/", target_files.targets_import, name="targets_import"),
    path("targets/<int:pk>/", target.target, name="target"),
    path("targets/<int:pk>/revisions/", target.revisions, name="target_revisions"),
    path("targets/<int:pk>/withdrawal/", target.withdrawal, name="target_withdrawal"),
    path("targets/<int:pk>/restoration/", target.restoration, name="target_restoration"),
]
