"""shop_report --shop SLUG: a shop's figures as of a day, as one JSON object."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sellerdesk import shops
from sellerdesk.domain.days import WINDOWS
from sellerdesk.errors import Refusal
from sellerdesk.reports import FIRST_YEAR, LAST_YEAR, shop_report


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise ArgumentTypeError(f"{given} is no day. Use a form such as 2026-03-31.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ArgumentTypeError(f"{given} is out of reach. Use a day from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


class Command(BaseCommand):
    """Prints one JSON object."""

    help = "Print a shop's figures as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The shop, the day, the window."""
        parser.add_argument("--shop", required=True, metavar="SLUG")
        parser.add_argument("--as-of", type=_day, metavar="DAY", help="the end of that day in the shop's time zone; without it, now")
        parser.add_argument("--window", choices=WINDOWS, help="default: the shop's own")

    def handle(self, **options: Any) -> None:
        """Read the figures and print them."""
        try:
            shop = shops.named(options["shop"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        report = shop_report(shop, as_of=options["as_of"], window=options["window"], now=timezone.now())
        self.stdout.write(json.dumps(report, ensure_ascii=False))
