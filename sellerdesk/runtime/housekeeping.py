"""Small regular chores of the place itself."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from sellerdesk import signed_in


@shared_task(name="sellerdesk.clear_expired_sessions")
def clear_expired_sessions() -> None:
    """Deletes sessions past their end, which Django leaves in the table, and from where they were used, which the library leaves."""
    call_command("clearsessions")
    signed_in.forget_ended(timezone.now())
