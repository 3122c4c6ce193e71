"""Addresses of this slice."""

from django.urls import path

from kaname.insights.views import (
    calibration,
    changes,
    drivers,
    events,
    outlook,
    outside,
    scenario,
    scenarios,
    tried,
    why,
)

app_name = "insights"
urlpatterns = [
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/outlooks/", calibration.calibration_rows, name="calibration_rows"),
    path("changes/", changes.changes, name="changes"),
    path("changes/table/", changes.changes_table, name="changes_table"),
    path("changes/looks/", changes.changes_look, name="changes_look"),
    path("changes/rhythm/", changes.changes_rhythm, name="changes_rhythm"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("changes/<int:pk>/decisions/", changes.change_decisions, name="change_decisions"),
    path("changes/decisions/<int:pk>/undoing/", changes.change_decision_undoing, name="change_decision_undoing"),
    path("events/", events.events, name="events"),
    path("events/new/", events.event_new, name="event_new"),
    path("events/<int:pk>/", events.event_edit, name="event_edit"),
    path("events/<int:pk>/removal/", events.event_removal, name="event_removal"),
    path("drivers/", drivers.drivers, name="drivers"),
    path("drivers/rows/", drivers.driver_rows, name="driver_rows"),
    path("drivers/runs/", drivers.create_run, name="driver_runs"),
    path("drivers/outside/", outside.outside_new, name="outside_new"),
    path("drivers/<int:pk>/dismissals/", drivers.dismiss, name="driver_dismissals"),
    path("drivers/dismissals/<int:pk>/removal/", drivers.undo_dismissal, name="driver_dismissal_removal"),
    path("outlook/<str:key>/", outlook.outlook, name="outlook"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<int:pk>/", scenario.scenario, name="scenario"),
    path("scenarios/<int:pk>/table/", scenario.scenario_table, name="scenario_table"),
    path("scenarios/goals/<slug:key>/", scenario.scenario_try, name="scenario_try"),
    path("why/", why.why, name="why"),
    path("tried/", tried.tried, name="tried"),
    path("tried/rows/", tried.tried_rows, name="tried_rows"),
    path("tried/<int:pk>/", tried.tried_one, name="tried_one"),
]
