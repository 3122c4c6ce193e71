"""Addresses of this slice."""

from django.urls import path

from kaname.insights.views import calibration, outlook, scenario, scenarios

app_name = "insights"
urlpatterns = [
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/outlooks/", calibration.calibration_rows, name="calibration_rows"),
    path("outlook/<str:key>/", outlook.outlook, name="outlook"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<int:pk>/", scenario.scenario, name="scenario"),
    path("scenarios/<int:pk>/table/", scenario.scenario_table, name="scenario_table"),
    path("scenarios/goals/<slug:key>/", scenario.scenario_try, name="scenario_try"),
]
