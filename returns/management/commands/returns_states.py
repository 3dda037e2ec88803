"""Draws the transition tables and clocks of claims into the documentation, or says whether they are drawn as they are."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from returns.domain import drawing


PAGE = Path("docs") / "mechanisms" / "returns-states.md"


class Command(BaseCommand):
    """`returns_states` writes the page; `--check` ends with 1 where it is stale."""

    help = __doc__ or ""
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """To write, or only to look."""
        parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where the page is stale")

    def handle(self, *, check: bool, **_options: Any) -> None:
        """Write the page, or compare it."""
        path = Path(settings.BASE_DIR) / PAGE
        drawn = drawing.page()
        if not check:
            path.write_text(drawn, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != drawn:
            raise CommandError(f"{PAGE} is stale. Draw it with: ./desk manage returns_states")
        self.stdout.write(f"{PAGE} is fresh.")
