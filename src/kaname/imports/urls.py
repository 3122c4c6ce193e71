"""Addresses of imports and hand entry."""

from django.urls import path

from kaname.imports.views import check, file, mapping, measurement, measurements, runs, sources, unknown, uploads

app_name = "imports"
urlpatterns = [
    path("", runs.runs, name="list"),
    path("new/", uploads.new, name="new"),
    path("sample.csv", uploads.sample, name="sample"),
    path("uploads/", uploads.begin, name="begin"),
    path("names/", unknown.create_names, name="names"),
    path("unknown/", unknown.unknown, name="unknown"),
    path("deletions/", sources.deletions, name="deletions"),
    path("deletions/new/", sources.delete_facts, name="deletion_new"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<path:key>/files/", sources.forget_files, name="source_files"),
    path("sources/<path:key>/mappings/<int:pk>/forget/", sources.forget_mapping, name="mapping_forget"),
    path("sources/<path:key>/", sources.source, name="source"),
    path("measurements/", measurements.measurements, name="measurements"),
    path("measurements/new/", measurements.new_measurement, name="measurement_new"),
    path("measurements/undo/", measurements.undo, name="undo"),
    path("measurements/<int:pk>/", measurement.measurement, name="measurement"),
    path("measurements/<int:pk>/revisions/", measurement.create_revision, name="measurement_revisions"),
    path("measurements/<int:pk>/take-back/", measurement.take_back, name="measurement_take_back"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/upload/", uploads.upload, name="upload"),
    path("<int:pk>/upload/parts/", uploads.parts, name="parts"),
    path("<int:pk>/file/", file.file, name="file"),
    path("<int:pk>/mapping/", mapping.mapping, name="mapping"),
    path("<int:pk>/mapping.yaml", mapping.mapping_file, name="mapping_file"),
    path("<int:pk>/check/", check.check, name="check"),
    path("<int:pk>/check/names/", unknown.names_of_draft, name="check_names"),
    path("<int:pk>/check/stop/", check.stop_check, name="check_stop"),
    path("<int:pk>/checks/", check.create_check, name="checks"),
    path("<int:pk>/start/", runs.start, name="start"),
    path("<int:pk>/stop/", runs.stop, name="stop"),
    path("<int:pk>/attempts/", runs.try_again, name="try_again"),
    path("<int:pk>/copies/", runs.start_over, name="start_over"),
    path("<int:pk>/rejects.csv", runs.rejects, name="rejects"),
    path("<int:pk>/delete/", runs.delete_draft, name="draft_delete"),
]
