"""`manage sbom`: what is installed, as a bill of materials."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sellerdesk.runtime import dependencies


class Command(BaseCommand):
    """Writes the bill of one lock to standard output."""

    help = "Write the packages of a lock as a CycloneDX bill of materials (JSON)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--lock base` (what an image holds), `embedded` (what ./desk up needs), `dev`."""
        parser.add_argument("--lock", choices=["base", "embedded", "dev", "bench"], default="base")

    def handle(self, *args: Any, **options: Any) -> None:
        """The bill, and nothing else."""
        self.stdout.write(json.dumps(dependencies.bill(settings.BASE_DIR, options["lock"]), indent=2))
