from tests.notifications.conftest import at_any_hour, run_jobs

__all__ = ["at_any_hour", "run_jobs"]
