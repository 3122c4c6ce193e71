"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "telling"
urlpatterns: list[URLPattern] = []
