"""The entry of workers and beat: `worker QUEUE` or `beat`."""

import os
import sys
import warnings
from pathlib import Path
from typing import Any

from celery.exceptions import SecurityWarning
from celery.signals import heartbeat_sent

from sellerdesk.runtime import pulse


def main(arguments: list[str]) -> None:
    """Runs until SIGTERM. SELLERDESK_POOL is threads (private stores) or prefork; SELLERDESK_CONCURRENCY how many."""
    # Celery warns root of pickle, which is refused here anyway.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    from sellerdesk import signs, tracing
    from sellerdesk.celery import app

    if arguments[0] == "beat":
        schedule = Path(os.environ["SELLERDESK_STATE"]) / "beat" / "schedule"
        schedule.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = ["beat", "--schedule", str(schedule), "--scheduler", "sellerdesk.runtime.clock.Scheduler", "--pidfile="]
    else:

        def live(**_kwargs: Any) -> None:
            pulse.touch(f"worker-{arguments[1]}")
            signs.live(f"worker-{arguments[1]}")

        tracing.watch()
        heartbeat_sent.connect(live)
        options = [
            "worker", "--queues", arguments[1], "--hostname", f"{arguments[1]}@%h",
            "--pool", os.environ.get("SELLERDESK_POOL", "threads"),
            "--concurrency", os.environ.get("SELLERDESK_CONCURRENCY", "4"),
            # Nobody asks the workers about one another, and the chatter keeps Redis busy.
            "--without-gossip", "--without-mingle",
        ]  # fmt: skip
    app.start([*options, "--loglevel", os.environ.get("SELLERDESK_LOG_LEVEL", "INFO")])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")
    main(sys.argv[1:])
