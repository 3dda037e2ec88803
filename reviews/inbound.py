"""The door for reviews, their changes, follow-ups and answers."""

from reviews.services import judging
from sellerdesk import queueing
from sellerdesk.feed.batch import Batch


class ReviewsDoor:
    """Takes everything that concerns reviews, and judges again those of every order that the batch touches."""

    types = frozenset({"review", "review_change", "review_delete", "follow_up", "reply"})

    def apply(self, batch: Batch) -> None:
        """Inside the load's transaction: ledger, rulings, credit, order marks."""
        judging.apply(batch)

    def after_commit(self, batch: Batch) -> None:
        """Have a worker judge what is new, once for however many batches."""
        if batch.noted.get("reviews.changed"):
            queueing.ask("reviews.judge", shop_id=batch.shop.id)
