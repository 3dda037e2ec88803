"""The door for messages, their changes, and what buyers thought of the talk."""

from chat.services import loading
from sellerdesk import queueing
from sellerdesk.feed.batch import Batch


class ChatDoor:
    """Takes everything that concerns conversations, and folds every thread that the batch touches."""

    types = frozenset({"message", "message_change", "satisfaction"})

    def apply(self, batch: Batch) -> None:
        """Inside the load's transaction: ledger, threads, work items."""
        loading.apply(batch)

    def after_commit(self, batch: Batch) -> None:
        """Have a worker keep words, rounds and attachments, once for however many batches."""
        if batch.noted.get("chat.told"):
            queueing.ask("chat.settle", shop_id=batch.shop.id)
        if any(fact.data.get("attachments") for fact in batch.of("message")):
            queueing.ask("chat.fetch", shop_id=batch.shop.id)
