"""demo_remove: deletes everything in the demo desk, and in no other; prints what became of it as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sellerdesk import demo_desk
from sellerdesk.demo.plans import DESK
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.errors import Refusal


class Command(BaseCommand):
    """Only the desk that `demo_fill` made; its audit entries stay."""

    help = "Delete everything in the demo desk. Prints how many rows went as JSON."

    def handle(self, **_options: Any) -> None:
        """Remove it, or say in one sentence why not."""
        try:
            gone = demo_desk.remove_demo(actor=COMMAND_LINE, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps({"desk": DESK, "rows": gone}))
