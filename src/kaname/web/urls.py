"""Addresses that belong to no slice. The stream of events at /live/events/ is answered before Django (live.py)."""

from django.urls import path

from kaname.web import views

app_name = "web"
urlpatterns = [
    path("palette/", views.palette, name="palette"),
    path("live/", views.live, name="live"),
    path("live/bell/", views.bell, name="bell"),
    path("preferences/", views.preferences, name="preferences"),
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revocation/", views.revocation, name="revocation"),
]
