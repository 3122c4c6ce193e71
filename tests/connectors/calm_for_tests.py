"""Settings for property tests: a busy machine is no failure, and files are written anew for each example."""

from hypothesis import HealthCheck, settings

CALM = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60
)
