"""feed_load FILE --shop SLUG [--mapping NAME]: loads a file of any size; prints what became of it as one JSON object."""

import errno
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from sellerdesk import shops
from sellerdesk.errors import Refusal
from sellerdesk.feed import loading, reading, rejections
from sellerdesk.feed.ahead import one_ahead
from sellerdesk.feed.fact import Fact, Malformed
from sellerdesk.upload import content, queries
from sellerdesk.upload.deciding import mapping_refusal
from sellerdesk.upload.domain.mapping import ColumnMapping
from sellerdesk.upload.domain.sniffing import TABLE
from sellerdesk.upload.domain.unusable import Unusable
from sellerdesk.upload.sentences import refusal_of


PROGRESS_EVERY = 20
"""Batches between two lines of progress."""


class Command(BaseCommand):
    """The answer goes to standard output, progress to standard error."""

    help = "Load a feed file (JSON Lines, also packed with gzip or zip) or a table. Prints what became of its records as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file ("-" is standard input), the shop, and for a table the saved mapping of its columns."""
        parser.add_argument("file", metavar="FILE.jsonl")
        parser.add_argument("--shop", required=True, metavar="SLUG")
        parser.add_argument("--mapping", metavar="NAME", default="", help="a mapping that was saved on the upload page of the shop's desk")

    def handle(self, **options: Any) -> None:
        """Load in batches, each all or nothing; a run that was cut off is simply run again."""
        try:
            shop = shops.named(options["shop"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        path = options["file"]
        try:
            load = self._load_file(shop, path, options["mapping"])
        except Unusable as unusable:
            raise CommandError(refusal_of(unusable.code, unusable.facts)) from unusable
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

    def _load_file(self, shop: shops.ShopFacts, path: str, mapping: str) -> loading.Load:
        """A plain feed line by line as it comes; a table or a packed file as what it turns out to be, without the browser's bounds."""
        name = "standard input" if path == "-" else _shown(Path(path).name)
        with _open(path) as stream:
            if not mapping and not _is_packed(stream):
                size = _size(stream)
                return self._load(shop, _facts(stream, size, shop), name, size, stream.tell)
        columns = _saved(shop, mapping) if mapping else None
        wrapping, form = content.look(Path(path), bounded=False)
        if (columns is None) == (form.kind == TABLE):
            raise CommandError(_("A table needs the mapping of its columns, and only a table: --mapping NAME, saved on the upload page."))
        if columns is not None and (refusal := mapping_refusal(columns, len(form.headers))):
            raise CommandError(str(refusal))
        with content.opened(Path(path), wrapping, form, bounded=False) as opened:
            size = None if wrapping else Path(path).stat().st_size
            return self._load(
                shop,
                content.made(content.cut(opened, columns, shop), form, columns, shop),
                name,
                size,
                lambda: opened.counted.taken,
                is_file=True,
            )

    def _load(
        self,
        shop: shops.ShopFacts,
        told: Iterator[Fact | Malformed],
        source: str,
        size: int | None,
        place: Callable[[], int],
        *,
        is_file: bool = False,
    ) -> loading.Load:
        load = loading.start(shop=shop, source=source, now=timezone.now())
        batches = loading.in_batches(told)
        # A pipe may be silent for hours, and then a thread that waits for it could not be ended.
        for number, batch in enumerate(one_ahead(batches) if is_file or size is not None else batches, start=1):
            loading.apply_batch(load=load, records=batch, now=timezone.now())
            if number % PROGRESS_EVERY == 0:
                share = f", {place() * 100 // size} %" if size else ""
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


def _is_packed(stream: BinaryIO) -> bool:
    """Whether a file, not a pipe, begins as gzip or zip do."""
    if not stream.seekable():
        return False
    head = stream.read(4)
    stream.seek(0)
    return head.startswith((b"\x1f\x8b", b"PK\x03\x04"))


def _saved(shop: shops.ShopFacts, name: str) -> ColumnMapping:
    found = queries.mapping_named(shop, name)
    if found is None:
        raise CommandError(_("There is no saved mapping %(name)s in the desk of this shop.") % {"name": _shown(name)})
    return ColumnMapping.of(found.mapping)


def _shown(name: str) -> str:
    """A file's name as text; what is no UTF-8 in it becomes question marks."""
    return name.encode(errors="replace").decode()


def _size(stream: BinaryIO) -> int | None:
    """How large the file is now; None where it is a pipe. What is added meanwhile belongs to the next load."""
    return os.fstat(stream.fileno()).st_size if stream.seekable() else None


def _facts(stream: BinaryIO, size: int | None, shop: shops.ShopFacts) -> Iterator[Fact | Malformed]:
    for number, line in reading.lines(stream, until=size):
        yield reading.fact(number, line, shop.id)
