"""What the chat room hears from the kernel."""

from chat.domain.facts import KIND, thread_of
from chat.services import assigning
from sellerdesk.work import Assigned


def on_assigned(event: Assigned) -> None:
    """A waiting conversation was given to somebody: it stays theirs when it is answered."""
    if event.kind == KIND:
        assigning.write(event.desk_id, [thread_of(subject) for subject in event.subjects], event.assignee_id)
