"""shop_create SLUG: makes a shop, and a desk of the same name unless one is given."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sellerdesk import shops
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.domain.days import WINDOWS
from sellerdesk.domain.rules import PROFILES
from sellerdesk.errors import Refusal


class Command(BaseCommand):
    """Prints one JSON object with the new shop."""

    help = "Make a shop. Prints it as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The shop's name, rules, time zone, window and desk."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--rules", required=True, help=" | ".join(PROFILES))
        parser.add_argument("--time-zone", required=True, help="such as Asia/Shanghai")
        parser.add_argument("--window", default=WINDOWS[0], help=" | ".join(WINDOWS))
        parser.add_argument(
            "--desk", metavar="SLUG", help="the desk that it belongs to; made if there is none (default: the shop's own name)"
        )
        parser.add_argument("--name", default="", help="what people call it (default: its slug)")

    def handle(self, **options: Any) -> None:
        """Make the shop, or say in one sentence why not."""
        try:
            shop = shops.create_shop(
                slug=options["slug"],
                rules=options["rules"],
                time_zone=options["time_zone"],
                window=options["window"],
                desk_slug=options["desk"],
                name=options["name"],
                actor=COMMAND_LINE,
                now=timezone.now(),
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        told = {"shop": shop.slug, "desk": shop.desk.slug, "rules": shop.rules, "time_zone": shop.time_zone, "window": shop.window}
        self.stdout.write(json.dumps(told, ensure_ascii=False))
