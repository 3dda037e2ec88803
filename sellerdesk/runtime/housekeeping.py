"""Small regular chores of the place itself."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="sellerdesk.clear_expired_sessions")
def clear_expired_sessions() -> None:
    """Deletes sessions past their end, which Django leaves in the table."""
    call_command("clearsessions")
