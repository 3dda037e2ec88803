"""The Celery app: two queues, and the beat table as data.

`now` carries what a person waits for (flags, delivery, notices); `bulk` what takes long (figures, imports,
exports). `up` runs one worker for each, so heavy work never shares a process with flags. Tasks are written
to be safe when run twice: a worker that dies gives its tasks back after the visibility timeout.
"""

import os
from datetime import datetime
from typing import Any

from celery import Celery
from celery.schedules import crontab, schedule
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.utils import timezone

from sellerdesk import tracing


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")

app = Celery("sellerdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
before_task_publish.connect(tracing.carry)
app.autodiscover_tasks(["sellerdesk.runtime"], related_name="housekeeping")
app.autodiscover_tasks(["sellerdesk.delivery"])


# Everything else is `now`. Named here and not at the task: a task does not know how busy the house is.
app.conf.task_routes = {
    "ratings.settle": {"queue": "bulk"},
    "ratings.sweep": {"queue": "bulk"},
    "ratings.midnight": {"queue": "bulk"},
    "ratings.alerts": {"queue": "bulk"},
    "ratings.check": {"queue": "bulk"},
    "ratings.causes": {"queue": "bulk"},
    "reviews.check": {"queue": "bulk"},
    "reviews.signals": {"queue": "bulk"},
    "reviews.answer_good": {"queue": "bulk"},
    "reviews.answer_good_sweep": {"queue": "bulk"},
    "returns.decide_by_rules": {"queue": "bulk"},
    "returns.decide_by_rules_sweep": {"queue": "bulk"},
    "chat.check": {"queue": "bulk"},
    "chat.listen": {"queue": "bulk"},
    "chat.complaints": {"queue": "bulk"},
    "returns.unheard": {"queue": "bulk"},
    "returns.count": {"queue": "bulk"},
    "returns.sweep": {"queue": "bulk"},
    "returns.check": {"queue": "bulk"},
    "chat.fetch": {"queue": "bulk"},
    "returns.fetch": {"queue": "bulk"},
    "returns.risks": {"queue": "bulk"},
    "returns.signals": {"queue": "bulk"},
    "sellerdesk.reopen_feed": {"queue": "bulk"},
    "sellerdesk.load_uploads": {"queue": "bulk"},
    "sellerdesk.find_uploads": {"queue": "bulk"},
    "sellerdesk.clear_uploads": {"queue": "bulk"},
    "sellerdesk.forget_answers": {"queue": "bulk"},
    "sellerdesk.forget_events": {"queue": "bulk"},
    "sellerdesk.forget_deliveries": {"queue": "bulk"},
    # A bot's server may be slow, and what it hears may wait. What goes aside keeps to one thread of `now` by itself.
    "sellerdesk.hear_bots": {"queue": "bulk"},
    "sellerdesk.clear_expired_sessions": {"queue": "bulk"},
    "sellerdesk.check_audit": {"queue": "bulk"},
    "sellerdesk.forget_past_use": {"queue": "bulk"},
}


def every(seconds: float, task: str) -> dict[str, Any]:
    """One line of the beat table: `task` each `seconds`; a run that finds no worker in that time is dropped."""
    return {"task": task, "schedule": schedule(seconds), "options": {"expires": seconds}}


def nightly(hour: int, minute: int, task: str) -> dict[str, Any]:
    """One line of the beat table: `task` once a day, at this time in UTC."""
    return {"task": task, "schedule": crontab(hour=hour, minute=minute)}


# What must happen is a row in Postgres; these sweeps find it, whatever became of a worker or of Redis.
app.conf.beat_schedule = {
    "moments": every(10, "sellerdesk.moments"),
    "outbox": every(30, "sellerdesk.outbox"),
    "deadlines": every(30, "sellerdesk.watch"),
    "work to share": every(30, "sellerdesk.share_all"),
    "digests": every(60, "sellerdesk.digests"),
    "deliveries": every(3, "sellerdesk.deliver"),
    "deliveries to webhooks and bots": every(3, "sellerdesk.deliver_aside"),
    "what bots hear": every(4, "sellerdesk.hear_bots"),
    "marketplaces": every(5, "sellerdesk.find_facts"),
    "unjudged reviews": every(60, "reviews.sweep"),
    "automatic answers": every(60, "reviews.answer_good_sweep"),
    "automatic decisions": every(60, "returns.decide_by_rules_sweep"),
    "unsettled conversations": every(60, "chat.sweep"),
    "unheard conversations": every(120, "chat.listen_sweep"),
    "files of conversations": every(60, "chat.find_files"),
    "decisions not told of": every(300, "returns.unheard"),
    "pictures of claims": every(60, "returns.find_pictures"),
    "orders at risk": every(120, "returns.risks"),
    "unsettled figures": every(60, "ratings.sweep"),
    "uncounted returns": every(60, "returns.sweep"),
    "midnights": every(60, "ratings.midnight"),
    "alerts of ratings": every(300, "ratings.alerts"),
    "rooms opened": every(600, "sellerdesk.reopen_feed"),
    "uploads": every(30, "sellerdesk.find_uploads"),
    "lapsed work": every(600, "sellerdesk.lapse"),
    "old answers": every(3600, "sellerdesk.forget_answers"),
    "figures against replay": nightly(2, 41, "ratings.check"),
    "causes of low marks": nightly(3, 7, "ratings.causes"),
    "credit against replay": nightly(2, 11, "reviews.check"),
    "signals of complaints": nightly(2, 23, "reviews.signals"),
    "complaints in conversations": nightly(2, 53, "chat.complaints"),
    "signals of returns": nightly(4, 11, "returns.signals"),
    "conversations against replay": nightly(3, 41, "chat.check"),
    "returns against recount": nightly(3, 3, "returns.check"),
    "old uploads": nightly(3, 29, "sellerdesk.clear_uploads"),
    "old events": nightly(3, 41, "sellerdesk.forget_events"),
    "audit chains": nightly(4, 31, "sellerdesk.check_audit"),
    "past its use": nightly(3, 53, "sellerdesk.forget_past_use"),
    "old webhook deliveries": nightly(3, 57, "sellerdesk.forget_deliveries"),
    "expired sessions": nightly(3, 17, "sellerdesk.clear_expired_sessions"),
}


@setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Celery would replace the root logger's handlers; a receiver here tells it that logging is set up."""


_begun: dict[str, datetime] = {}
"""When the runs that go on in this process began, by their ids."""


@task_prerun.connect
def tell_of_the_beginning(task_id: str, task: Any, args: Any = (), kwargs: Any = None, **_more: Any) -> None:
    """Keep when a task of the beat table began. The table gives its tasks nothing: with a shop, say, somebody asked for it in between."""
    from sellerdesk import task_runs

    if not (args or kwargs) and task_runs.is_planned(task.name):
        _begun[task_id] = timezone.now()
        task_runs.started(task.name, now=_begun[task_id])


@task_postrun.connect
def tell_of_the_end(task_id: str, task: Any, state: str | None = None, retval: Any = None, **_kwargs: Any) -> None:
    """Keep how it ended. What is given back to the queue has failed for now."""
    from sellerdesk import task_runs

    began = _begun.pop(task_id, None)
    if began is not None:
        error = "" if state == "SUCCESS" else type(retval).__name__
        task_runs.ended(task.name, began=began, error=error, now=timezone.now())
