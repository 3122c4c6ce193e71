"""Addresses of this slice."""

from django.urls import path

from kaname.insights.views import calibration, outlook

app_name = "insights"
urlpatterns = [
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/outlooks/", calibration.calibration_rows, name="calibration_rows"),
    path("outlook/<str:key>/", outlook.outlook, name="outlook"),
]
