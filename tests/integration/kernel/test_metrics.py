"""Figures for programs: who may read them, their form, that each is there, that reading them stays cheap."""

import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import Review
from sellerdesk import gauges, shops, signs, tracing
from sellerdesk.models import Backup, Outbound, WorkItem
from tests.factories.feed import load, order, review, told as record
from tests.factories.kernel import NOW, Cast, make_desk, make_shop


pytestmark = pytest.mark.django_db
LINE = re.compile(r'(?:# (?:HELP|TYPE) .+|sellerdesk_[a-z_]+(?:\{[a-z]+="[^"\n]*"(?:,[a-z]+="[^"\n]*")*\})? [-+0-9.e]+)')


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    gauges.forget()
    signs._client().flushdb()
    yield
    gauges.forget()
    signs._client().flushdb()


def told(client: Client, name: str) -> dict[str, float]:
    """The values of one figure by its labels."""
    gauges.forget()
    text = client.get("/metrics").content.decode()
    return {labels: float(value) for labels, value in re.findall(rf"^sellerdesk_{name}(\{{.*\}})? (\S+)$", text, re.MULTILINE)}


def test_only_this_machine_and_the_token_may_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="::1").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    for name in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"):
        assert client.get("/metrics", headers={name: "https"}).status_code == 404, name
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer "}).status_code == 404

    monkeypatch.setenv("SELLERDESK_METRICS_TOKEN", "a long token")
    for given, status in (("Bearer a long token", 200), ("Bearer another", 404), ("Basic a long token", 404), ("Bearer ключ", 404)):
        answer = client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=given)
        assert answer.status_code == status, given


def test_behind_a_proxy_that_says_nothing_this_machine_alone_is_not_enough(client: Client, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert client.get("/metrics").status_code == 404


def test_every_line_has_prometheus_form_and_names_nobody(client: Client, cast: Cast) -> None:
    load(shops.facts(cast.shop), order(), review())
    client.get("/healthz")

    answer = client.get("/metrics")

    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert "harbor" not in answer.content.decode()
    kinds = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert len(kinds) == sum(line.startswith("# HELP") for line in lines)
    assert kinds >= {
        f"sellerdesk_{name}"
        for name in (
            "backup_age_seconds", "connections_failing", "database_bytes", "disk_free_bytes", "feed_records", "figures_lag_days",
            "figures_shops_behind", "flags_lag_seconds", "flags_waiting", "info", "outbox_oldest_seconds", "outbox_rows",
            "pulse_age_seconds", "queue_length", "request_seconds", "stream_clients", "task_seconds_total", "tasks_total", "unreadable",
            "work_items",
        )
    }  # fmt: skip


def test_the_figures_are_what_is_there(client: Client, cast: Cast) -> None:
    load(shops.facts(cast.shop), order(), review(), record("review_change", "R-nobody", verdict="good"), review("R3", verdict="nonsense"))
    for number, state in enumerate(["queued", "queued", "by_hand"]):
        Outbound.objects.create(desk=cast.desk, kind="t", dedupe_key=str(number), state=state, not_before=NOW, created_at=NOW)
    Outbound.objects.create(desk=cast.desk, kind="webhook", dedupe_key="w", state="queued", not_before=NOW, created_at=NOW)
    for number, due in enumerate([NOW - timedelta(days=1), None]):
        WorkItem.objects.create(desk=cast.other_desk, kind="t", subject=str(number), due_at=due, opened_at=NOW)
    Review.objects.update(judged=False)
    Backup.objects.create(made_at=NOW, bytes=1, seconds=1, file="a")
    signs._client().flushdb()
    signs._client().rpush("bulk", "a", "b")
    signs.live("beat")
    signs.ended("reviews.judge", "success", 0.5)
    signs.ended("reviews.judge", "success", 0.25)

    outbox = told(client, "outbox_rows")
    counted = [outbox[f'{{state="{state}",kinds="usual"}}'] for state in ("queued", "by_hand", "dead")]
    assert (*counted, outbox['{state="queued",kinds="aside"}']) == (2, 1, 0, 1)
    assert set(told(client, "outbox_oldest_seconds")) == {
        '{state="queued",kinds="usual"}', '{state="queued",kinds="aside"}', '{state="by_hand",kinds="usual"}',
    }  # fmt: skip
    assert told(client, "feed_records") == {'{state="waiting"}': 1, '{state="rejected"}': 1}
    assert told(client, "work_items") == {'{state="open"}': 2, '{state="overdue"}': 1}
    assert told(client, "queue_length") == {'{queue="now"}': 0, '{queue="bulk"}': 2}
    assert set(told(client, "pulse_age_seconds")) == {'{process="beat"}'}
    assert told(client, "tasks_total") == {'{task="reviews.judge",state="success"}': 2}
    assert told(client, "task_seconds_total") == {'{task="reviews.judge",state="success"}': 0.75}
    assert told(client, "flags_waiting") == {"": 1}
    assert told(client, "backup_age_seconds")[""] > 0
    assert told(client, "unreadable") == {"": 0}


def test_requests_are_counted_by_route_and_not_by_path(client: Client) -> None:
    before = told(client, "request_seconds_count")
    client.get("/healthz")
    client.get("/nowhere/at/all")
    client.get("/nowhere/else")

    after = told(client, "request_seconds_count")

    def more(labels: str) -> float:
        return after[labels] - before.get(labels, 0)

    assert more('{route="healthz",status="200"}') == 1
    assert more('{route="none",status="404"}') + after.get('{route="none",status="302"}', 0) >= 2
    buckets = told(client, "request_seconds_bucket")
    assert buckets['{route="healthz",status="200",le="+Inf"}'] == after['{route="healthz",status="200"}']


def test_reading_is_cheap_and_kept_for_seconds(client: Client, cast: Cast) -> None:
    def asked() -> int:
        gauges.forget()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/metrics")
        return len(queries)

    few = asked()
    for _number in range(5):
        make_shop(make_desk())
    assert asked() == few < 25

    with CaptureQueriesContext(connection) as queries:
        client.get("/metrics")
    assert len(queries) == 0


def test_the_patience_is_taken_back(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()
        client.get("/metrics")
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before


def test_a_figure_that_breaks_leaves_the_others(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_now: Any) -> Any:
        raise RuntimeError

    monkeypatch.setitem(gauges._kept.gauges, "work_items", gauges.Gauge("work_items", "", broken))

    assert told(client, "unreadable") == {"": 1}
    assert told(client, "work_items") == {}
    assert told(client, "info") != {}


def test_a_requests_id_goes_along_with_its_tasks() -> None:
    import structlog

    headers: dict[str, Any] = {}
    with structlog.contextvars.bound_contextvars(request_id="abcdefgh"):
        tracing.carry(headers=headers)
    assert headers == {"request_id": "abcdefgh"}

    task = SimpleNamespace(name="reviews.judge", request=SimpleNamespace(request_id="abcdefgh"))

    tracing.begin(task_id="t1", task=task)
    assert structlog.contextvars.get_contextvars() == {"task": "reviews.judge", "task_id": "t1", "request_id": "abcdefgh"}
    tracing.end(task=task, state="SUCCESS")
    assert structlog.contextvars.get_contextvars() == {}
    assert [(one.task, one.state, one.runs) for one in signs.ran()] == [("reviews.judge", "success", 1)]
