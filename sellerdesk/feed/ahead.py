"""Reading one batch ahead: while Postgres works on a batch, the next one is read and checked."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar


Item = TypeVar("Item")


def one_ahead(source: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items in the same order; the next one is made in a thread while the caller is busy with this one.

    For sources that end by themselves (files): whoever stops early waits until the item in the making is done. What
    the source raises comes out where its item would have.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="feed-ahead") as pool:
        coming = pool.submit(next, source, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, source, None)
            yield item
