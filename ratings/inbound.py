"""The door for store ratings."""

from ratings.services import ledger
from sellerdesk import queueing
from sellerdesk.feed.batch import Batch


class RatingsDoor:
    """Takes store ratings, and looks again at those of every order that the batch touches."""

    types = frozenset({"store_rating"})

    def apply(self, batch: Batch) -> None:
        """Inside the load's transaction: ledger, days' changes, running figure."""
        ledger.apply(batch)

    def after_commit(self, batch: Batch) -> None:
        """Have a worker settle the shop's figures, once for however many batches."""
        if batch.noted.get("ratings.changed"):
            queueing.ask("ratings.settle", shop_id=batch.shop.id)
