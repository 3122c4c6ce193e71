"""Addresses of this slice."""

from django.urls import path

from kaname.boards.views import board, landing, metric, today

app_name = "boards"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("first-steps/", landing.first_steps, name="first_steps"),
    path("today/", today.today, name="today"),
    path("board/", board.board, name="board"),
    path("board/board.csv", board.board_csv, name="board_csv"),
    path("board/metrics/<slug:key>/", metric.metric, name="metric"),
    path("board/metrics/<slug:key>/rows.csv", metric.metric_rows, name="metric_rows"),
]
