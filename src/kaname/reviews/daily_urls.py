"""Addresses of daily reports, below those of reviews."""

from django.urls import URLPattern, path

from kaname.reviews.views import daily, daily_answers, daily_digest, daily_writing

urlpatterns: list[URLPattern] = [
    path("", daily.daily, name="daily"),
    path("table/", daily.daily_table, name="daily_table"),
    path("write/", daily_writing.daily_write, name="daily_write"),
    path("digest/", daily_digest.daily_digest, name="daily_digest"),
    path("rules/<str:team>/", daily_digest.daily_rule, name="daily_rule"),
    path("<int:pk>/", daily.daily_report, name="daily_report"),
    path("<int:pk>/corrections/", daily_writing.daily_corrections, name="daily_corrections"),
    path("<int:pk>/answers/", daily_answers.daily_answers, name="daily_answers"),
]
