"""Imported by a worker of a test: its tasks stand still inside their transactions, for ever, and say so."""

import sys
import time
from typing import Any

import django


django.setup()

from ratings.services import moving  # noqa: E402 - the worker imports this module first
from sellerdesk import work  # noqa: E402 - likewise


def open_items(*_args: Any, **_kwargs: Any) -> None:
    """In the middle of judging: reviews are locked, nothing is written yet."""
    print("stands still while judging", file=sys.stderr, flush=True)
    time.sleep(600)


def announce(*_args: Any, **_kwargs: Any) -> None:
    """In the middle of settling: the figures are locked, nothing is told yet."""
    print("stands still while settling", file=sys.stderr, flush=True)
    time.sleep(600)


work.open_items = open_items  # type: ignore[assignment]  # it returns to nobody
moving.announce = announce
