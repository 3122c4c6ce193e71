"""Addresses of this slice."""

from django.urls import path

from kaname.insights.views import outlook

app_name = "insights"
urlpatterns = [
    path("outlook/<str:key>/", outlook.outlook, name="outlook"),
]
