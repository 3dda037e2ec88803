"""`feed_load` killed with SIGKILL, at any line of its work: run again, it ends as if nothing had happened."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from ratings.services import replaying as ratings_replaying
from reviews.services import replaying as reviews_replaying
from sellerdesk import shops
from sellerdesk.feed import loading
from sellerdesk.models import DeskEvent, FeedRecord
from sellerdesk.shops import ShopFacts
from tests.feeding import fates, line_of, load, make_shop, reported
from tests.oracle import Record, digest, report, states
from tests.oracle.records import instant
from tests.oracle.vectors import excerpt


pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
BATCH = 40
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
POINTS = {
    "the batch begins": ("sellerdesk.feed.loading", "lock"),
    "its records are kept": ("sellerdesk.feed.loading", "apply_facts"),
    "its reviews are judged": ("reviews.services.writing", "write"),
    "its figures are moved": ("ratings.services.figures", "post"),
    "its ratings are written": ("ratings.services.ledger", "_remember"),
    "its desk log is numbered": ("sellerdesk.commands", "_write_events"),
    "it is committed": ("sellerdesk.queueing", "ask"),
}
"""What the loader has just begun when it is killed: module and function. The batch is there whole only at the last one."""
PROGRAM = """
import importlib, os, signal, sys
point, number, batch, *arguments = sys.argv[1:]
import django; django.setup()
from django.core.management import call_command
from sellerdesk.feed import loading
loading.BATCH = int(batch)
module, name = point.split(":")
place, left = importlib.import_module(module), [int(number)]
real = getattr(place, name)
def deadly(*args, **kwargs):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(place, name, deadly)
call_command("feed_load", *arguments)
"""


@pytest.fixture
def feed(tmp_path: Path) -> tuple[list[Record], Path]:
    """An excerpt of a worked example in a mixed order, a shop for it, and its file."""
    records = excerpt("taobao-4", 60)
    random.Random(5).shuffle(records)
    make_shop(rules="taobao", time_zone=ZONE, window="6_months")
    file = tmp_path / "feed.jsonl"
    file.write_bytes(b"".join(line_of(record) + b"\n" for record in records))
    return records, file


def killed_at(environment: dict[str, str], file: Path, point: str, number: int) -> bool:
    """Run the load in another process until it begins `point` for this time, then kill it there; False where it never came to that."""
    arguments = [":".join(POINTS[point]), str(number), str(BATCH), str(file), "--shop", "tea"]
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, env=environment, capture_output=True, check=False, timeout=100
    )
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr.decode()
    return ended.returncode != 0


def kept(shop: ShopFacts) -> int:
    """How many records are kept, once the killed process's transaction has ended: whoever holds the shop's lock is still at it."""
    with transaction.atomic():
        loading.lock(shop)
        return FeedRecord.objects.filter(shop_id=shop.id).count()


def whole_batches(records: Sequence[Record]) -> set[int]:
    """How many records there are after each whole batch."""
    return {*range(0, len(records), BATCH), len(records)}


def assert_sound(shop: ShopFacts) -> None:
    """Figures follow from the ledgers, and the desk log has no gap."""
    at = DeskEvent.objects.latest("number").at
    assert ratings_replaying.check(shop_id=shop.id, now=at)
    assert reviews_replaying.check(shop_id=shop.id, now=at)
    numbers = list(DeskEvent.objects.filter(desk_id=shop.desk_id).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def assert_undisturbed(records: list[Record]) -> None:
    """As many records, the same fates and the same reports as a load that nobody killed."""
    make_shop(rules="taobao", time_zone=ZONE, window="6_months", slug="twin")
    load(records, "twin")
    twin, shop = shops.named("twin"), shops.named("tea")
    assert kept(shop) == kept(twin) == len(records)
    judged = states(records, rules="taobao")
    assert fates(records) == fates(records, "twin") == [judged[digest(record)] for record in records]
    days = sorted(instant(record["at"]).date() for record in records)
    for day in (days[len(days) // 2], days[-1] + timedelta(days=20)):
        expected = report(records, rules="taobao", time_zone=ZONE, window="6_months", as_of=day, now=NOW)
        assert reported(day.isoformat()) == reported(day.isoformat(), slug="twin") == expected


def die_often(feed: tuple[list[Record], Path], environment: dict[str, str], deaths: Sequence[tuple[str, int]]) -> None:
    """One load after the other is killed; each comes further than the one before, or not."""
    records, file = feed
    shop, edges, before = shops.named("tea"), whole_batches(records), 0
    died = 0
    for point, number in deaths:
        died += killed_at(environment, file, point, number)
        now = kept(shop)
        assert now in edges, f"a part of a batch is kept after a death when {point}"
        assert now >= before
        assert_sound(shop)
        before = now
    # Later loads have less left to do, and may end before they come to their point so often.
    assert died >= 3
    answer = load(records)
    assert (answer["read"], answer["unchanged"]) == (len(records), before)
    assert before > 0
    assert_undisturbed(records)


@pytest.mark.long
@pytest.mark.timeout(240)
def test_load_killed_at_three_points_ends_the_same(feed: tuple[list[Record], Path], live_environment: dict[str, str]) -> None:
    die_often(feed, live_environment, [("its ratings are written", 2), ("its desk log is numbered", 4), ("it is committed", 6)])


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(2))
def test_load_killed_at_many_points_ends_the_same(feed: tuple[list[Record], Path], live_environment: dict[str, str], seed: int) -> None:
    drawn = random.Random(seed)
    die_often(feed, live_environment, [(drawn.choice(list(POINTS)), drawn.randint(1, 3 + n // 2)) for n in range(10)])


@pytest.mark.long
@pytest.mark.timeout(900)
def test_load_killed_at_any_instant_ends_the_same(feed: tuple[list[Record], Path], live_environment: dict[str, str]) -> None:
    """By the clock, not by a line: also inside of statements, and of the commit."""
    records, file = feed
    drawn = random.Random(3)
    arguments = ["sellerdesk.feed.loading:lock", "1000000", str(BATCH), str(file), "--shop", "tea"]
    for _ in range(25):
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, env=live_environment, stdout=subprocess.DEVNULL)
        time.sleep(drawn.uniform(0.5, 3.0))
        process.kill()
        process.wait()
        assert kept(shops.named("tea")) in whole_batches(records)
    load(records)
    assert_undisturbed(records)
    assert_sound(shops.named("tea"))
