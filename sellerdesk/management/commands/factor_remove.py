"""Takes the second factor off an account whose owner lost phone and recovery codes; signs the account out everywhere."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellerdesk import accounts
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.errors import Refusal


class Command(BaseCommand):
    """`factor_remove ADDRESS`. Make sure by another way than mail who asks for it."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email")

    def handle(self, *, email: str, **_options: Any) -> None:
        """Print {"email", "removed"}: how many factors and sets of recovery codes there were."""
        try:
            gone = accounts.remove_factors(email=email, actor=COMMAND_LINE, now=datetime.now(UTC))
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal}") from None
        self.stdout.write(json.dumps({"email": email.strip().lower(), "removed": gone}))
