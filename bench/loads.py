"""Loading a feed file as `feed_load` does, and how much memory that takes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import timezone

from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.feed import loading, reading
from sellerdesk.feed.ahead import one_ahead


EARLY = 10_000
"""After so many records memory is read for the first time."""


def make_shop(slug: str, rules: str, desk: str | None = None) -> shops.ShopFacts:
    """A new shop in Shanghai's time, in a desk of its own unless one is named."""
    shops.create_shop(
        slug=slug, rules=rules, time_zone="Asia/Shanghai", window="6_months", desk_slug=desk, name="", actor=SYSTEM, now=timezone.now()
    )
    return shops.named(slug)


def write_feed(path: Path, records: Iterable[dict[str, Any]]) -> int:
    """The records as a feed file; how many they are."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            number += 1
    return number


def load_file(shop: shops.ShopFacts, path: Path, *, marks: dict[int, int] | None = None) -> loading.Counts:
    """Lines to facts to ledgers, figures and queued tasks. `marks` collects the peak memory (KB) by records read."""
    load = loading.start(shop=shop, source=path.name, now=timezone.now())
    with path.open("rb") as stream:
        facts = (reading.fact(number, line, shop.id) for number, line in reading.lines(stream))
        for batch in one_ahead(loading.in_batches(facts)):
            loading.apply_batch(load=load, records=batch, now=timezone.now())
            if marks is not None:
                marks[load.counts.read] = peak_memory()
    return loading.finish(load=load, now=timezone.now())


def peak_memory() -> int:
    """The most that this process ever held, in KB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def memory_of_a_load(slug: str, path: Path) -> tuple[int, int]:
    """Peak memory (KB) of a fresh process after EARLY records and after all of them."""
    code = "import sys\nfrom bench import runner\nrunner.set_up()\nfrom bench import loads\nloads.print_memory(*sys.argv[1:])"
    command = [sys.executable, "-P", "-c", code, slug, str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, env=dict(os.environ), check=True, text=True)
    early, late = json.loads(done.stdout)
    return int(early), int(late)


def print_memory(slug: str, path: str) -> None:
    """What the fresh process does."""
    marks: dict[int, int] = {}
    load_file(shops.named(slug), Path(path), marks=marks)
    early = min(read for read in marks if read >= min(EARLY, max(marks)))
    print(json.dumps([marks[early], marks[max(marks)]]))
