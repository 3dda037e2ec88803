"""`manage seal_rotate`: everything sealed gets under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sellerdesk import resealing


class Command(BaseCommand):
    """Seals anew what an older key sealed. Safe to run again, and while the desk runs."""

    help = "Seal every kept secret anew with the newest SEAL_KEY; afterwards the old keys can be thrown away."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each sealed column; fails where a text cannot be opened by any key."""
        lost = 0
        for column in resealing.columns():
            walked = resealing.rotate(column, now=timezone.now())
            lost += len(walked.unreadable)
            self.stdout.write(f"{walked.label}: {walked.seen} sealed, {walked.resealed} sealed anew, {len(walked.unreadable)} unreadable")
            if walked.unreadable:
                self.stdout.write(f"  unreadable rows: {', '.join(map(str, walked.unreadable[:20]))}")
        if lost:
            raise CommandError(f"{lost} sealed texts cannot be opened with any key. Put their key into SEAL_KEYS_OLD, or enter them anew.")
        self.stdout.write("Everything is under the newest key. Old keys are not needed any more.")
