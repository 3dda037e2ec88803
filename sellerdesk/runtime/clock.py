"""Beat's scheduler: Celery's own, with a sign of life at every turn."""

from typing import Any

from celery.beat import PersistentScheduler

from sellerdesk import signs
from sellerdesk.runtime import pulse


class Scheduler(PersistentScheduler):
    """Turns at least as often as the shortest line of the beat table, ten seconds."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One turn; seconds until the next."""
        pulse.touch("beat")
        signs.live("beat")
        wait: float = super().tick(*args, **kwargs)
        return wait
