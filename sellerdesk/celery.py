"""The Celery app: two queues, and the beat table as data.

`now` carries what a person waits for (flags, delivery, notices); `bulk` what takes long (figures, imports,
exports). `up` runs one worker for each, so heavy work never shares a process with flags. Tasks are written
to be safe when run twice: a worker that dies gives its tasks back after the visibility timeout.
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab, schedule
from celery.signals import setup_logging


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")

app = Celery("sellerdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["sellerdesk.runtime"], related_name="housekeeping")


def every(seconds: float, task: str, *, queue: str) -> dict[str, Any]:
    """One line of the beat table: `task` each `seconds`; a run that found no worker in that time is dropped."""
    return {"task": task, "schedule": schedule(seconds), "options": {"queue": queue, "expires": seconds}}


app.conf.beat_schedule = {
    "clear-expired-sessions": {
        "task": "sellerdesk.runtime.housekeeping.clear_expired_sessions",
        "schedule": crontab(hour=3, minute=17),
        "options": {"queue": "bulk"},
    },
}


@setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Celery would replace the root logger's handlers; a receiver here tells it that logging is set up."""
