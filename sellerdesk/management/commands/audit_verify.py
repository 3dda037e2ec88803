"""Walks the audit chains and says whether they are whole."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellerdesk import audit
from sellerdesk.models import Desk


class Command(BaseCommand):
    """`audit_verify [--desk SLUG]`: one JSON object; ends with 1 where a chain is broken."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One desk, or all."""
        parser.add_argument("--desk", help="slug of the desk; without it, all")

    def handle(self, *, desk: str | None, **_options: Any) -> None:
        """Print the verdict of each desk."""
        desks = Desk.objects.order_by("slug")
        if desk is not None:
            desks = desks.filter(slug=desk)
            if not desks:
                raise CommandError(f"There is no desk {desk}.")
        found = {one.slug: audit.verify(one.pk) for one in desks}
        broken = any(verdict.broken_at is not None for verdict in found.values())
        answer = {
            slug: {"entries": verdict.entries, "broken_at": verdict.broken_at, "reason": verdict.reason or None}
            for slug, verdict in found.items()
        }
        self.stdout.write(json.dumps({"ok": not broken, "desks": answer}))
        if broken:
            raise SystemExit(1)
