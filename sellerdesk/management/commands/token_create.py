"""Makes an API token and prints it, once."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellerdesk import tokens
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.errors import Refusal
from sellerdesk.models import Desk


class Command(BaseCommand):
    """`token_create --desk SLUG --may feed.load,ratings.see [--shop SLUG]… [--name NAME]`."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which desk, which permissions, optionally which shops."""
        parser.add_argument("--desk", required=True, help="slug of the desk")
        parser.add_argument("--may", required=True, help="permissions, split at commas")
        parser.add_argument("--shop", action="append", help="slug of a shop the token is limited to; may be repeated")
        parser.add_argument("--name", default="", help="what people see in the list of tokens")

    def handle(self, *, desk: str, may: str, shop: list[str] | None, name: str, **_options: Any) -> None:
        """Print {"token", "id", "desk", "may"}."""
        place = Desk.objects.filter(slug=desk).first()
        if place is None:
            raise CommandError(f"There is no desk {desk}.")
        names = [part.strip() for part in may.split(",") if part.strip()]
        try:
            token, text = tokens.create_token(
                desk_id=place.pk, name=name or "command line", permissions=names, shops=shop, actor=COMMAND_LINE, now=datetime.now(UTC)
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal}") from None
        self.stdout.write(json.dumps({"token": text, "id": token.pk, "desk": desk, "may": token.permissions}))
