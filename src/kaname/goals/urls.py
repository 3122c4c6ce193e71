"""Addresses of metrics and targets."""

from django.urls import path

from kaname.goals.views import target, target_files, target_grid, target_new, targets

app_name = "goals"
urlpatterns = [
    path("targets/", targets.targets, name="targets"),
    path("targets/new/", target_new.target_new, name="target_new"),
    path("targets/grid/", target_grid.target_grid, name="target_grid"),
    path("targets/import/", target_files.targets_import, name="targets_import"),
    path("targets.csv", target_files.targets_export, name="targets_export"),
    path("targets/<int:pk>/", target.target, name="target"),
    path("targets/<int:pk>/revisions/", target.revisions, name="target_revisions"),
    path("targets/<int:pk>/withdrawal/", target.withdrawal, name="target_withdrawal"),
    path("targets/<int:pk>/restoration/", target.restoration, name="target_restoration"),
]
