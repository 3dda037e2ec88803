"""`./desk bench flag`: from a bad review entering the feed to the open page hearing of its flag, and what judging a text costs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import live, runner
from bench.runner import Result


REVIEWS = 200
MOST_MS = 2_000.0
MOST_JUDGING_MS = 1.0
PATIENCE = 30.0
PAUSE = 0.05
RATED = 1_000
"""Ratings of the shop whose figures are computed anew again and again."""
SAID_EVERY = 5_000
TURNS = 20
FLAGGED = (
    {"stars": 1, "text": "Сломалось на второй день"},
    {"stars": 2, "text": "用了两天就坏了"},
    {"stars": 5, "text": "质量太差了，根本不能用，客服也不理人，差评"},
    {"stars": 5, "text": "Terrible quality. It broke after two days and nobody answers."},
)
JUDGED = {
    "Russian": (
        "Заказывала дочке на день рождения. Пришло быстро, но размер оказался меньше, чем в таблице, пришлось вернуть. Швы ровные.",
        "Отличный чайник, кипятит быстро, не шумит. Пользуемся второй месяц, всё работает.",
        "Ужасное качество! Через неделю порвались по шву, деньги на ветер, не рекомендую.",
    ),
    "Chinese": (
        "物流很快，包装完好，孩子很喜欢，下次还会再来买的，推荐给大家！",
        "收到货就发现有划痕，联系客服半天不回，质量也一般，不会再买了。",
        "跟描述的一样，做工还可以，就是颜色比图片深一点。",
    ),
    "English": (
        "Bought it for my daughter. Arrived quickly and well packed, but the size was smaller than the table says, so I had to return it.",
        "Great kettle, boils fast and makes no noise. We have used it for two months and everything works.",
        "Terrible quality! The seam tore after a week, a waste of money, I do not recommend it.",
    ),
}


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many recomputes wait in the bulk queue."""
    judging = [_judging(language) for language in JUDGED]
    told = live.audience("flag", 1, 1)
    (slug,) = told.desks
    shop, other = _shops(slug)
    with TemporaryDirectory(prefix="sd-flag-") as folder:
        at = Path(folder)
        with live.web(at / "web.log") as web, live.listening(web.port, told.streams) as ears:
            _queue(other, size)
            with _worker("bulk", at), _worker("now", at):
                _seconds(ears, shop, slug, "warm-up", 3)
                took = _seconds(ears, shop, slug, "measured", REVIEWS)
            left = _waiting()
    runner.say(f"{left} of {size} recomputes were left, {len(took)} reviews came")
    assert left, "The queue was empty before the last review: a larger --size is needed."
    results = [
        runner.cost(f"from the feed to the open page, {word}", live.quantile(took, place) * 1e3, "ms", reference=MOST_MS, limit=1.0)
        for word, place in (("p50", 0.5), ("p99", 0.99))
    ]
    return [*results, *judging], {"recomputes_waiting": size, "left_at_the_end": left, "reviews": len(took)}


def _judging(language: str) -> Result:
    """Milliseconds for one review, the middle of several turns."""
    from reviews.domain.tone.judging import tone

    texts = JUDGED[language] * 50
    turns = []
    for _ in range(TURNS):
        begun = time.process_time()
        for text in texts:
            tone(text)
        turns.append((time.process_time() - begun) / len(texts) * 1e3)
    return runner.cost(f"judging a review, {language}", runner.median(turns), "ms", reference=MOST_JUDGING_MS, limit=1.0)


def _shops(slug: str) -> tuple[Any, Any]:
    """One whose reviews come, and one whose figures are recomputed, in the same desk."""
    from bench import feeds, loads

    shop, other = (loads.make_shop(name, "standard", slug) for name in ("flagged", "busy"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ratings.ndjson"
        loads.write_feed(path, feeds.ratings_feed(1, RATED))
        loads.load_file(other, path)
    return shop, other


def _queue(shop: Any, size: int) -> None:
    """Full replays of the shop's figures, as many as asked for."""
    from sellerdesk.celery import app

    _forget()
    with app.producer_pool.acquire(block=True) as producer:
        for number in range(size):
            app.send_task("ratings.check", kwargs={"shop_id": shop.id}, producer=producer)
            if number % SAID_EVERY == 0:
                runner.say(f"{number} recomputes wait")


def _forget() -> None:
    """What making the shops asked of the workers."""
    from sellerdesk.celery import app

    app.control.purge()


def _waiting() -> int:
    from django.conf import settings
    from redis import Redis

    with Redis.from_url(settings.REDIS_URL) as redis:
        return int(redis.llen("bulk"))


@contextmanager
def _worker(queue: str, at: Path) -> Iterator[None]:
    """A worker as `up` starts it."""
    log = at / f"{queue}.log"
    with log.open("wb") as file:
        process = subprocess.Popen([sys.executable, "-P", "-m", "sellerdesk.runtime.worker", "worker", queue], stdout=file, stderr=file)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _seconds(ears: Any, shop: Any, slug: str, name: str, many: int) -> list[float]:
    """Seconds from each review's entering to the receipt of the event that tells of its flag; one after the other."""
    begun: list[float] = []
    numbers: list[int] = []
    for number in range(many):
        before = _last(shop)
        begun.append(time.monotonic())
        _load(shop, f"{name}-{number}", FLAGGED[number % len(FLAGGED)])
        numbers.append(_flagged(shop, before))
        time.sleep(PAUSE)
    time.sleep(1.0)
    came = live.ask(ears)[slug]
    return [came[str(number)][1] - at for number, at in zip(numbers, begun, strict=True)]


def _load(shop: Any, ref: str, said: dict[str, Any]) -> None:
    """One record through the door, as a connector hands it over."""
    from django.utils import timezone

    from sellerdesk.feed import loading, reading

    now = timezone.now()
    line = json.dumps({"type": "review", "id": ref, "at": now.isoformat(), **said}, ensure_ascii=False).encode()
    load = loading.start(shop=shop, source="bench", now=now)
    loading.apply_batch(load=load, records=[reading.fact(1, line, shop.id)], now=now)
    loading.finish(load=load, now=now)


def _flagged(shop: Any, before: int) -> int:
    """The number in the desk log of the next flag after `before`."""
    until = time.monotonic() + PATIENCE
    while (number := _last(shop)) <= before:
        assert time.monotonic() < until, f"A review was not flagged within {PATIENCE:.0f} s."
        time.sleep(PAUSE)
    return number


def _last(shop: Any) -> int:
    from sellerdesk.models import DeskEvent

    last = DeskEvent.objects.filter(desk_id=shop.desk_id, kind="reviews.flagged").order_by("-number").first()
    return 0 if last is None else last.number


if __name__ == "__main__":
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("flag", 50_000, "recomputes that wait", run)
