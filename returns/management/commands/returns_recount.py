"""Counts the figures of refusals and claims anew, or says whether the kept ones are what a full recount says."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from returns.services import keeping
from sellerdesk import shops


class Command(BaseCommand):
    """`returns_recount [--shop SLUG]` counts all anew; with `--check` it compares, repairs, and ends with 1 where anything differed."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which shop, and whether to compare."""
        parser.add_argument("--shop", help="one shop's name; without it all")
        parser.add_argument("--check", action="store_true", help="compare and repair; end with 1 where anything differed")

    def handle(self, *, shop: str | None, check: bool, **_options: Any) -> None:
        """One shop after another."""
        told = [shops.named(shop).id] if shop else keeping.shops()
        found = sum((self._check if check else self._count)(shop_id) for shop_id in told)
        if found:
            raise CommandError(f"{found} differed from the recount and were repaired; the audit log says which.")
        self.stdout.write("Equal to a full recount." if check else "Counted anew.")

    def _check(self, shop_id: int) -> int:
        return keeping.check(shop_id=shop_id, now=datetime.now(UTC))

    def _count(self, shop_id: int) -> int:
        shop = shops.by_id(shop_id)
        if shop is not None:
            keeping.mark_all(shop=shop, now=datetime.now(UTC))
            while keeping.keep(shop=shop, now=datetime.now(UTC)):
                pass
        return 0
