"""Addresses of the KPI check, below those of reviews."""

from django.urls import URLPattern, path

from kaname.reviews.views import adjusting

urlpatterns: list[URLPattern] = [
    path("", adjusting.adjusting, name="adjusting"),
    path("table/", adjusting.checks_table, name="checks_table"),
    path("<int:pk>/decisions/", adjusting.check_decision, name="check_decision"),
]
