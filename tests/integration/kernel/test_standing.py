"""How the desk stands: each line good, behind and late, in words; the page; what breaks says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from ratings.models import RunningFigure
from reviews.models import Review
from sellerdesk import shops, signs, standing, standing_lines
from sellerdesk.domain.permissions import ROLES, SHOPS_MANAGE
from sellerdesk.models import Backup, FeedRecord, Membership, Outbound, ShopConnection
from sellerdesk.standing import GOOD, LATE, SOON, Asked, Line
from tests.factories.feed import load, order, review, told as record
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_signs() -> Iterator[None]:
    signs._client().flushdb()
    yield
    signs._client().flushdb()


@pytest.fixture
def asked(cast: Cast) -> Asked:
    return Asked(cast.desk.pk, cast.desk.slug, {cast.shop.pk: cast.shop.name}, NOW)


def told(label: str, asked: Asked) -> list[Line]:
    return [line for line in standing.lines(asked) if str(line.label) == label]


def only(label: str, asked: Asked) -> Line:
    (line,) = told(label, asked)
    return line


def test_workers_without_a_sign_are_named(asked: Asked) -> None:
    signs.live("worker-now")
    signs.live("beat")

    line = only("Workers", asked)

    assert line.level == LATE
    assert "worker-bulk" in line.said
    assert "worker-now" not in line.said
    signs.live("worker-bulk")
    assert only("Workers", asked).level == GOOD


def test_redis_away_is_said(asked: Asked, settings: Any, tmp_path: Any) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    signs._client.cache_clear()
    try:
        assert "Redis does not answer" in only("Workers", asked).said
        assert told("Queues", asked) == []
    finally:
        signs._client.cache_clear()


@pytest.mark.parametrize(("waiting", "level"), [(0, GOOD), (200, SOON), (5_001, LATE)])
def test_a_long_queue_is_behind(asked: Asked, waiting: int, level: str) -> None:
    if waiting:
        signs._client().rpush("bulk", *range(waiting))

    line = only("Queues", asked)

    assert line.level == level
    assert f"{waiting:,} in “bulk”" in line.said


def _outbound(cast: Cast, state: str, key: str, *, not_before: datetime = NOW) -> None:
    over = {"settled_at": NOW} if state == "dead" else {"doubt_since": NOW} if state == "unknown" else {}
    Outbound.objects.create(
        desk=cast.desk, shop=cast.shop, kind="test", dedupe_key=key, state=state, not_before=not_before, created_at=NOW, **over
    )


def test_deliveries_lead_to_their_rows(cast: Cast, asked: Asked) -> None:
    _outbound(cast, "queued", "later", not_before=NOW + timedelta(hours=5))
    assert only("Deliveries", asked).level == GOOD

    _outbound(cast, "dead", "a")
    _outbound(cast, "dead", "b")
    _outbound(cast, "unknown", "c")
    _outbound(cast, "queued", "d", not_before=NOW - timedelta(minutes=10))

    dead, unknown, waiting = told("Deliveries", asked)
    assert (dead.level, dead.said, dead.href) == (LATE, "2 were not sent.", "/desks/harbor/deliveries/?show=dead")
    assert (unknown.level, unknown.href) == (SOON, "/desks/harbor/deliveries/?show=unknown")
    assert (waiting.level, waiting.href) == (SOON, "/desks/harbor/deliveries/?show=sending")
    assert waiting.said.startswith("1 waits to be sent since")


def test_another_desks_troubles_are_not_told(cast: Cast, asked: Asked) -> None:
    Outbound.objects.create(desk=cast.other_desk, kind="test", dedupe_key="x", state="dead", not_before=NOW, created_at=NOW, settled_at=NOW)
    ShopConnection.objects.create(
        desk=cast.other_desk, shop=cast.other_shop, kind="simulator", changed_at=NOW, failing_since=NOW, failing_why="silent"
    )

    assert only("Deliveries", asked).level == GOOD
    assert only("Marketplaces", asked).level == GOOD


@pytest.mark.parametrize(("why", "level", "do"), [("silent", SOON, "tried again by itself"), ("denied", LATE, "valid key")])
def test_a_marketplace_that_fails_is_named_with_what_to_do(cast: Cast, asked: Asked, why: str, level: str, do: str) -> None:
    ShopConnection.objects.create(
        desk=cast.desk, shop=cast.shop, kind="simulator", changed_at=NOW, failing_since=NOW - timedelta(hours=1), failing_why=why
    )

    line = only("Marketplaces", asked)

    assert line.level == level
    assert line.said.startswith("Harbor-Home: ")
    assert do in line.do


def test_records_that_wait_and_that_were_rejected_are_counted(cast: Cast, asked: Asked) -> None:
    assert only("Facts from the feed", asked).level == GOOD

    load(shops.facts(cast.shop), order(), record("review_change", "R-nobody", verdict="good"), review("R2", verdict="nonsense"))

    assert set(FeedRecord.objects.values_list("state", flat=True)) == {1, 2, 3}
    line = only("Facts from the feed", asked)
    assert (line.level, line.said) == (SOON, "Records that wait for others: 1. Rejected: 1.")


def test_flags_fall_behind_when_nobody_judges(cast: Cast, asked: Asked) -> None:
    load(shops.facts(cast.shop), order(), review())
    Review.objects.update(judged=False, received_at=NOW - timedelta(minutes=5))

    line = only("Flags of new reviews", asked)
    assert (line.level, line.said) == (SOON, "1 review is not judged yet; it came 5 min ago.")

    Review.objects.update(received_at=NOW - timedelta(hours=1))
    assert only("Flags of new reviews", asked).level == LATE
    Review.objects.update(judged=True)
    assert only("Flags of new reviews", asked).level == GOOD


def test_figures_fall_behind_by_shop(cast: Cast, asked: Asked) -> None:
    RunningFigure.objects.create(desk_id=cast.desk.pk, shop_id=cast.shop.pk, day=NOW.date(), next_midnight=NOW - timedelta(hours=3))

    line = only("Figures of ratings", asked)

    assert line.level == LATE
    assert line.said.startswith("Harbor-Home shows the day that ended at")
    RunningFigure.objects.update(next_midnight=NOW - timedelta(minutes=1))
    assert only("Figures of ratings", asked).level == GOOD


@pytest.mark.parametrize(("days", "level"), [(6, GOOD), (8, LATE)])
def test_an_old_backup_is_late(asked: Asked, days: int, level: str) -> None:
    assert only("Backup", asked).said == "There is no backup yet."

    Backup.objects.create(made_at=NOW - timedelta(days=30), bytes=10, seconds=1, file="a")
    Backup.objects.create(made_at=NOW - timedelta(days=days), bytes=5_000_000, seconds=1, file="b")

    line = only("Backup", asked)
    assert line.level == level
    assert f"made {days} d ago and has 5 MB." in line.said
    assert ("more than 7 days" in line.said) == (level == LATE)


def test_a_full_disk_and_a_schema_that_is_behind_are_late(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (only("Disk", asked).level, only("Program", asked).level) == (GOOD, GOOD)

    monkeypatch.setattr(standing_lines, "NO_SPACE", 10**18)
    monkeypatch.setattr(standing_lines, "LITTLE_SPACE", 10**18)
    monkeypatch.setattr("sellerdesk.runtime.migrations.pending", lambda: 2)

    assert only("Disk", asked).level == LATE
    assert "lacks 2 migrations" in only("Program", asked).said


def test_a_line_that_breaks_leaves_the_others(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_days: Asked) -> list[Line]:
        raise RuntimeError

    monkeypatch.setitem(standing._hung.sources, 50, ("Backup", broken))

    assert only("Backup", asked).said == "This could not be found out."
    assert only("Disk", asked).level == GOOD


def test_the_page_says_it_in_words_to_those_who_keep_the_desk(client: Client, cast: Cast) -> None:
    for role, held in ROLES.items():
        Membership.objects.filter(user=cast.bob).update(role=role)
        client.force_login(cast.bob)
        assert client.get("/desks/harbor/settings/status/").status_code == (200 if SHOPS_MANAGE in held else 404), role

    client.force_login(cast.alice)
    page = client.get("/desks/harbor/settings/status/").content.decode()
    assert "Something needs you" in page
    assert 'class="badge badge--late">Needs you</span>' in page
    assert "There is no backup yet." in page
