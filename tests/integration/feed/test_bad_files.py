"""Files that are none, that never end, that are enormous; shops that are not there."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sellerdesk.feed import reading
from sellerdesk.feed.fact import Fact
from sellerdesk.models import FeedLoad, FeedRecord
from tests.factories.feed import feed_shop, line, order, review, write_lines
from tests.feeding import answer_of


MEBIBYTE = 1_048_576
MEASURED = """
import json, resource, sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
MOST_ABOVE_A_SMALL_LOAD = 60 * 1024
"""KiB of peak memory."""


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["nowhere", "", "no such shop", "a\x00b", "\udcff", "x" * 10_000, "../etc"])
@pytest.mark.parametrize("command", [("feed_load", "{file}", "--shop"), ("shop_report", "--shop")])
def test_an_unknown_shop_is_one_sentence(slug: str, command: tuple[str, ...], tmp_path: Path) -> None:
    file = write_lines(tmp_path / "f.jsonl", order())

    with pytest.raises(CommandError) as refused:
        call_command(*(word.format(file=file) for word in command), slug)

    assert str(refused.value).startswith("There is no shop")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert not FeedLoad.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [".", "missing.jsonl", "f.jsonl/inside", "a\x00b", "x" * 300])
def test_what_is_no_file_is_one_sentence(name: str, tmp_path: Path) -> None:
    shop = feed_shop()
    write_lines(tmp_path / "f.jsonl", order())

    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("feed_load", f"{tmp_path}/{name}", "--shop", shop.slug)

    assert "\n" not in str(refused.value)
    assert not FeedLoad.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_a_load_of_nothing(content: bytes, tmp_path: Path) -> None:
    shop = feed_shop()

    answer = answer_of("feed_load", str(write_lines(tmp_path / "f.jsonl", content)), "--shop", shop.slug)

    nothing = dict.fromkeys(("read", "applied", "unchanged", "waiting", "rejected", "released"), 0)
    assert answer == {**nothing, "rejections": []}
    assert FeedLoad.objects.get(shop_id=shop.id).finished_at is not None


@pytest.mark.django_db
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    shop = feed_shop()
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/feed-\xff.jsonl"))

    assert answer_of("feed_load", str(write_lines(file, order())), "--shop", shop.slug)["applied"] == 1


@contextmanager
def growing(path: Path, piece: bytes) -> Iterator[None]:
    """Somebody appends to the file as fast as they can."""
    over = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not over.is_set():
                file.write(piece)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", [line(order("O2")) * 50, b"x" * MEBIBYTE], ids=["lines", "one endless line"])
def test_a_growing_file_does_not_keep_the_reading_from_ending(piece: bytes, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "f.jsonl", *(order(str(number)) for number in range(100)), b"?")
    size = file.stat().st_size

    with growing(file, piece), file.open("rb") as stream:
        found = [reading.fact(number, text, 1) for number, text in reading.lines(stream, until=size)]

    assert sum(isinstance(one, Fact) for one in found) == 100
    assert len(found) == 101


@pytest.mark.timeout(60)
@pytest.mark.django_db
def test_a_growing_file_is_loaded_as_far_as_it_went_at_the_start(tmp_path: Path) -> None:
    shop = feed_shop()
    file = write_lines(tmp_path / "f.jsonl", *(order(str(number)) for number in range(700)))

    with growing(file, line(review("R", None, stars=1))):
        answer = answer_of("feed_load", str(file), "--shop", shop.slug)

    assert answer["applied"] >= 700
    assert FeedRecord.objects.filter(shop_id=shop.id, type="order").count() == 700


def run(environment: dict[str, str], *words: str, given: bytes = b"") -> tuple[dict[str, object], int]:
    """A management command in a process of its own; its answer, and its peak memory in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words], input=given, env=environment, capture_output=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout), int(done.stderr.split()[-1])


def enormous_line(path: Path) -> None:
    """200 MB without a line's end, between two good lines."""
    with path.open("wb") as file:
        file.write(line(order()) + line(review(text="before"))[:-2] + b', "extra": "')
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + line(review("R2")))


def long_lines(path: Path) -> None:
    """60 lines of a mebibyte each that are right, and 60 that are not."""
    extra = b"x" * (MEBIBYTE - 1_000)
    with path.open("wb") as file:
        file.write(line(order()) + line(review("R2")))
        for number in range(120):
            name = b"id" if number % 2 else b"xid"
            file.write(line(review(f"L{number}", None)).replace(b'"id"', b'"%s"' % name)[:-2] + b', "extra": "%s"}\n' % extra)


@pytest.mark.long
@pytest.mark.timeout(120)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("write", "applied", "rejected"), [(enormous_line, 2, 1), (long_lines, 62, 60)])
def test_memory_stays_flat(write: object, applied: int, rejected: int, tmp_path: Path, live_environment: dict[str, str]) -> None:
    assert callable(write)
    shop = feed_shop()
    write(tmp_path / "large.jsonl")
    _, small = run(live_environment, "feed_load", str(write_lines(tmp_path / "f.jsonl", order())), "--shop", shop.slug)

    answer, large = run(live_environment, "feed_load", str(tmp_path / "large.jsonl"), "--shop", shop.slug)

    assert (answer["unchanged"], answer["applied"], answer["rejected"]) == (1, applied - 1, rejected)
    assert large < small + MOST_ABOVE_A_SMALL_LOAD


@pytest.mark.timeout(60)
@pytest.mark.django_db(transaction=True)
def test_standard_input_is_a_file_too(live_environment: dict[str, str]) -> None:
    shop = feed_shop()

    answer, _ = run(live_environment, "feed_load", "-", "--shop", shop.slug, given=line(order()) + b"?\n" + line(review()))

    assert (answer["read"], answer["applied"], answer["rejected"]) == (3, 2, 1)
    assert FeedLoad.objects.get(shop_id=shop.id).source == "standard input"


@pytest.mark.timeout(60)
@pytest.mark.django_db(transaction=True)
def test_an_unknown_shop_ends_with_an_error_code_and_no_traceback(live_environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "feed_load", "-", "--shop", "nowhere"],
        input=b"",
        env=live_environment,
        capture_output=True,
        check=False,
    )

    assert done.returncode != 0
    assert done.stdout == b""
    assert done.stderr.decode().startswith("CommandError: There is no shop nowhere.")
    assert len(done.stderr.splitlines()) == 1
