"""Puts a person into a desk; a new account gets a password that is printed once and opens for a week, until its owner chooses another."""

import json
import secrets
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellerdesk import desks
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.domain.permissions import ROLES
from sellerdesk.errors import Refusal
from sellerdesk.models import User


class Command(BaseCommand):
    """`person_create EMAIL --desk SLUG --role owner`; an owner of a new desk founds it."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, where, as what."""
        parser.add_argument("email")
        parser.add_argument("--desk", required=True, help="slug of the desk")
        parser.add_argument("--role", required=True, choices=list(ROLES))

    def handle(self, *, email: str, desk: str, role: str, **_options: Any) -> None:
        """Print {"email", "desk", "role", "password"}; the password is null for an account that was there."""
        known = User.objects.filter(email=email.strip().lower()).exists()
        password = None if known else secrets.token_urlsafe(12)
        try:
            member = desks.add_person(desk_slug=desk, email=email, role=role, password=password, actor=COMMAND_LINE, now=datetime.now(UTC))
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal}") from None
        self.stdout.write(json.dumps({"email": member.user.email, "desk": desk, "role": member.role, "password": password}))
