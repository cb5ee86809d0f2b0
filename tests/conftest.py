"""Settings of the whole suite."""

from hypothesis import HealthCheck, settings

# A busy machine is no failure: what takes time in proportion to its input has tests of its own.
settings.register_profile("undertow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("undertow")
