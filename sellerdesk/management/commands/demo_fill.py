"""demo_fill: makes the demo desk with its three shops and loads a year of life into them; prints what became of it as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sellerdesk import demo_desk
from sellerdesk.demo.plans import DESK
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.errors import Refusal


class Command(BaseCommand):
    """The answer goes to standard output, progress to standard error."""

    help = "Make the demo desk and fill it with a year of life. Again, it adds nothing. Prints what became of it as JSON."

    def handle(self, **_options: Any) -> None:
        """Open, then load shop by shop; a run that was cut off is simply run again."""
        try:
            until = demo_desk.open_demo(actor=COMMAND_LINE, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        told = []
        for filled in demo_desk.fill(until=until, clock=timezone.now, say=self._say):
            told.append(filled.told())
            if filled.left == "other_version":
                self.stderr.write(f"{filled.shop}: made by another version, left as it is; demo_remove makes room for a new one")
        self.stdout.write(json.dumps({"desk": DESK, "until": until.isoformat(), "shops": told}))

    def _say(self, shop: str, read: int, whole: int) -> None:
        self.stderr.write(f"{shop}: {read} of {whole} records")
