"""Workers killed with tasks in flight, Redis wiped and gone, Postgres restarted: nothing is lost, nothing is doubled."""

import random
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ratings.models import RunningFigure
from ratings.services import moving, replaying as ratings_replaying
from ratings.tasks import sweep as sweep_figures
from reviews.domain.facts import BUYER
from reviews.domain.flags import lapsed, why_flagged
from reviews.domain.verdicts import Verdict
from reviews.models import FollowUp, Review
from reviews.services import replaying as reviews_replaying
from reviews.tasks import sweep as sweep_reviews
from sellerdesk import audit, shops
from sellerdesk.models import DeskEvent, FeedRecord, WorkItem
from sellerdesk.runtime.live import Live
from sellerdesk.runtime.paths import places
from sellerdesk.shops import ShopFacts
from tests.feeding import fates, line_of, load, make_shop, reported
from tests.integration.runtime.houses import FAST, IMMEDIATE, House, wait
from tests.oracle import Record, digest, report, states
from tests.oracle.records import instant
from tests.oracle.vectors import excerpt


pytestmark = pytest.mark.timeout(480)
STANDING_STILL = "tests.integration.runtime.standing_still"
BOTH = "now,bulk"
ZONE = "Asia/Shanghai"
ORDERS = 40
StartWorker = Callable[..., Live]


@pytest.fixture(scope="module")
def built(state: Path) -> Iterator[House]:
    """One house for the module; each test has a shop and a desk of its own in it."""
    with tempfile.TemporaryDirectory(prefix="house-", dir=state) as folder:
        house = House(places(Path(folder)))
        try:
            house.open()
            yield house
        finally:
            house.close()


@pytest.fixture
def house(built: House, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house, with this process's queries going there, and its Redis empty."""
    built.wipe_redis()
    with django_db_blocker.unblock(), built.entered():
        yield built


@pytest.fixture
def live_environment(built: House) -> dict[str, str]:
    """Workers of this module live in its house; what a killed one held comes back after 5 s (`up`: 120 s)."""
    return {**built.environment, "SELLERDESK_PROCESS": "sellerdesk-live", "SELLERDESK_VISIBILITY_TIMEOUT": "5"}


@pytest.fixture
def shop(house: House, request: pytest.FixtureRequest) -> ShopFacts:
    """A shop and a desk of the test's own."""
    slug = request.node.name[-60:]
    make_shop(rules="taobao", time_zone=ZONE, window="6_months", slug=slug)
    return shops.named(slug)


def recent() -> list[Record]:
    """Bad reviews of today: those of the example are so old that they are no work any more."""
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
    return [{"type": "review", "id": f"recent-{number}", "at": at, "verdict": "bad", "product": "P0"} for number in range(8)]


def halves() -> tuple[list[Record], list[Record]]:
    """An excerpt of a worked example, mixed, in two halves."""
    records = excerpt("taobao-1", ORDERS) + recent()
    random.Random(9).shuffle(records)
    return records[: len(records) // 2], records[len(records) // 2 :]


def file_of(records: list[Record], folder: Path) -> str:
    file = folder / "feed.jsonl"
    file.write_bytes(b"".join(line_of(record) + b"\n" for record in records))
    return str(file)


def ask_both(house: House, shop: ShopFacts) -> None:
    house.ask("reviews.judge", queue="now", shop_id=shop.id)
    house.ask("ratings.settle", queue="bulk", shop_id=shop.id)


def all_judged(shop: ShopFacts) -> bool:
    unjudged = [model.objects.filter(shop_id=shop.id, judged=False).exists() for model in (Review, FollowUp)]
    return not any(unjudged) and not RunningFigure.objects.filter(shop_id=shop.id, settled=False).exists()


def assert_nothing_lost_nothing_doubled(shop: ShopFacts, records: list[Record]) -> None:
    """Facts, figures, work, log and audit chain, each against where it follows from."""
    judged = states(records, rules="taobao")
    assert fates(records, shop.slug) == [judged[digest(record)] for record in records]
    last = max(instant(record["at"]) for record in records).date()
    assert reported(last.isoformat(), slug=shop.slug) == report(
        records, rules="taobao", time_zone=ZONE, window="6_months", as_of=last, now=datetime.now(UTC)
    )
    events = DeskEvent.objects.filter(desk_id=shop.desk_id).order_by("number")
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert ratings_replaying.check(shop_id=shop.id, now=events[len(events) - 1].at)
    assert reviews_replaying.check(shop_id=shop.id, now=events[len(events) - 1].at)
    assert audit.verify(shop.desk_id).broken_at is None
    assert_each_waits_once(shop)
    told = events.count()
    moving.settle(shop=shop, now=events[0].at)
    assert events.all().count() == told, "a threshold was crossed and not told"


def assert_each_waits_once(shop: ShopFacts) -> None:
    """One open item for each review that waits for a person, opened once; none for any other."""
    waiting = {
        f"review:{row.pk}"
        for row in Review.objects.filter(shop_id=shop.id, author=BUYER, ruling__in=["", "waiting"])
        if why_flagged(verdict=Verdict(row.verdict), stars=row.stars)
        and not (row.changed_at or row.deleted_at or row.answered_at or row.struck_at or lapsed(row.at, datetime.now(UTC)))
    }
    items = WorkItem.objects.filter(shop_id=shop.id, kind="flagged_review")
    assert Counter(items.filter(state="open").values_list("subject", flat=True)) == Counter(waiting)
    assert len(waiting) > 3


@pytest.mark.long
def test_worker_killed_with_tasks_in_flight(house: House, shop: ShopFacts, start_worker: StartWorker) -> None:
    """No sweep runs here: what the killed worker had in hand comes back from the queue."""
    records = [*halves()[0], *halves()[1]]
    load(records, shop.slug)
    ask_both(house, shop)
    still = start_worker(queue=BOTH, tasks=STANDING_STILL)
    still.wait_for("stands still while judging")
    still.wait_for("stands still while settling")
    still.kill()
    assert not all_judged(shop)
    assert RunningFigure.objects.get(shop_id=shop.id).missed is None

    start_worker(queue=BOTH)
    wait(lambda: all_judged(shop), "everything is judged and settled")

    assert_nothing_lost_nothing_doubled(shop, records)


@pytest.mark.long
def test_redis_wiped_and_then_gone(house: House, shop: ShopFacts, start_worker: StartWorker, tmp_path: Path) -> None:
    """What was asked is forgotten, and while Redis is away nobody can ask: the sweeps find it, and the worker works on afterwards."""
    first, second = halves()
    load(first, shop.slug)
    ask_both(house, shop)
    house.wipe_redis()
    worker = start_worker(queue=BOTH)
    house.valkey.stop()
    answer = house.manage("feed_load", file_of(second, tmp_path), "--shop", shop.slug)
    house.valkey.start()
    assert answer["read"] == len(second)
    assert not all_judged(shop)

    sweep_reviews()
    sweep_figures()

    assert all_judged(shop)
    assert_nothing_lost_nothing_doubled(shop, [*first, *second])
    late = {"type": "review", "id": "late", "at": "2026-01-01T00:00:00Z", "verdict": "bad"}
    load([late], shop.slug)
    ask_both(house, shop)
    wait(lambda: all_judged(shop), "the worker, which nobody restarted, judges again")
    assert worker.process.poll() is None
    assert_nothing_lost_nothing_doubled(shop, [*first, *second, late])


def cut_off_by_a_restart(house: House, shop: ShopFacts, words: list[str], how: signal.Signals, log: Path) -> int:
    """A load, in the middle of its third new batch of 30 while Postgres is restarted, ends with a sentence. How many records are kept."""
    with log.open("wb") as file:
        cut = house.manage_until("ratings.services.figures:post", 3, words, file)
        kept = FeedRecord.objects.filter(shop_id=shop.id).count()
        house.restart_postgres(how)
        cut.communicate(b"\n", timeout=60)
    said = log.read_text(encoding="utf-8")
    assert cut.returncode == 1, said
    assert "run the same command again" in said, said
    assert "Traceback" not in said, said
    assert FeedRecord.objects.filter(shop_id=shop.id).count() == kept, "what was committed is there, and nothing else"
    return kept


@pytest.mark.long
def test_postgres_restarted_in_the_middle_of_a_load(house: House, shop: ShopFacts, start_worker: StartWorker, tmp_path: Path) -> None:
    """Once in good order, once as in a crash; worker and next load go on by themselves."""
    records = [*halves()[0], *halves()[1]]
    worker = start_worker(queue=BOTH)
    words = ["feed_load", file_of(records, tmp_path), "--shop", shop.slug]
    assert cut_off_by_a_restart(house, shop, words, FAST, tmp_path / "fast.log") == 60
    assert cut_off_by_a_restart(house, shop, words, IMMEDIATE, tmp_path / "immediate.log") == 120

    answer = load(records, shop.slug)

    assert answer["read"] == len(records)
    assert answer["unchanged"] == 120
    sweep_figures()
    ask_both(house, shop)
    wait(lambda: all_judged(shop), "everything is judged and settled")
    assert_nothing_lost_nothing_doubled(shop, records)
    assert worker.process.poll() is None
