"""feed_load FILE --shop SLUG: loads a feed file; prints what became of it as one JSON object."""

import errno
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone

from sellerdesk import shops
from sellerdesk.errors import Refusal
from sellerdesk.feed import loading, reading, rejections
from sellerdesk.feed.ahead import one_ahead
from sellerdesk.feed.fact import Fact, Malformed


PROGRESS_EVERY = 20
"""Batches between two lines of progress."""


class Command(BaseCommand):
    """The answer goes to standard output, progress to standard error."""

    help = "Load a feed file (JSON Lines). Prints what became of its records as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file ("-" is standard input) and the shop."""
        parser.add_argument("file", metavar="FILE.jsonl")
        parser.add_argument("--shop", required=True, metavar="SLUG")

    def handle(self, **options: Any) -> None:
        """Load in batches, each all or nothing; a run that was cut off is simply run again."""
        try:
            shop = shops.named(options["shop"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        path = options["file"]
        try:
            with _open(path) as stream:
                load = self._load(shop, stream, "standard input" if path == "-" else _shown(Path(path).name))
        except OSError as error:
            message = f"{_shown(path)} cannot be read: {error.strerror or error}. Nothing that was loaded before is lost."
            raise CommandError(message) from error
        except (InterfaceError, DatabaseError) as error:
            # Of a server that dies in the middle of an answer the driver says no more than DatabaseError itself.
            if not isinstance(error, (OperationalError, InterfaceError)) and type(error) is not DatabaseError:
                raise
            message = f"The database ended the load: {str(error).strip()}. Every batch before is kept whole: run the same command again."
            raise CommandError(message) from error
        self._answer(load)

    def _load(self, shop: shops.ShopFacts, stream: BinaryIO, source: str) -> loading.Load:
        load = loading.start(shop=shop, source=source, now=timezone.now())
        size = _size(stream)
        batches = loading.in_batches(_facts(stream, size, shop))
        # A pipe may be silent for hours, and then a thread that waits for it could not be ended.
        for number, batch in enumerate(batches if size is None else one_ahead(batches), start=1):
            loading.apply_batch(load=load, records=batch, now=timezone.now())
            if number % PROGRESS_EVERY == 0:
                share = f", {stream.tell() * 100 // size} %" if size else ""
                self.stderr.write(f"{load.counts.read} records{share}")
        loading.finish(load=load, now=timezone.now())
        return load

    def _answer(self, load: loading.Load) -> None:
        """Written piece by piece: a file may hold a million bad lines."""
        counts = load.counts
        names = ("read", "applied", "unchanged", "waiting", "rejected", "released")
        head = json.dumps({name: getattr(counts, name) for name in names})
        self.stdout.write(f'{head[:-1]}, "rejections": [', ending="")
        for number, rejection in enumerate(rejections.of_load(load)):
            self.stdout.write(f"{', ' if number else ''}{json.dumps(rejection, ensure_ascii=False)}", ending="")
        self.stdout.write("]}")


def _open(path: str) -> BinaryIO:
    """The file, or standard input for "-". Raises OSError, also for what can name no file at all."""
    if path == "-":
        return sys.stdin.buffer
    if "\x00" in path:
        raise OSError(errno.EINVAL, "no file can have such a name")
    return Path(path).open("rb")


def _shown(name: str) -> str:
    """A file's name as text; what is no UTF-8 in it becomes question marks."""
    return name.encode(errors="replace").decode()


def _size(stream: BinaryIO) -> int | None:
    """How large the file is now; None where it is a pipe. What is added meanwhile belongs to the next load."""
    return os.fstat(stream.fileno()).st_size if stream.seekable() else None


def _facts(stream: BinaryIO, size: int | None, shop: shops.ShopFacts) -> Iterator[Fact | Malformed]:
    for number, line in reading.lines(stream, until=size):
        yield reading.fact(number, line, shop.id)
