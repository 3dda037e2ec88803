"""Reading one batch ahead changes nothing but the time it takes."""

import threading
from collections.abc import Iterator

import pytest

from sellerdesk.feed.ahead import one_ahead


def test_the_same_items_come_in_the_same_order() -> None:
    assert list(one_ahead(iter(range(100)))) == list(range(100))
    assert list(one_ahead(iter(()))) == []


def test_the_next_item_is_made_while_this_one_is_used() -> None:
    making_second = threading.Event()

    def source() -> Iterator[str]:
        yield "first"
        making_second.set()
        yield "second"

    items = one_ahead(source())

    assert next(items) == "first"
    assert making_second.wait(10)
    assert list(items) == ["second"]


def test_what_the_source_raises_comes_out_in_its_place() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    items = one_ahead(source())

    assert next(items) == 1
    with pytest.raises(OSError, match="the disk is gone"):
        next(items)


def test_only_one_item_is_made_ahead() -> None:
    made = []

    def source() -> Iterator[int]:
        for number in range(10):
            made.append(number)
            yield number

    items = one_ahead(source())
    assert [next(items), next(items)] == [0, 1]
    items.close()

    assert made == [0, 1, 2]
