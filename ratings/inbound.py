"""The door for store ratings, and for what the marketplace tells of a shop's peers."""

from ratings.services import categories, ledger
from sellerdesk import queueing
from sellerdesk.feed.batch import Batch


class RatingsDoor:
    """Takes store ratings, looks again at those of every order that the batch touches, and keeps the averages of categories."""

    types = frozenset({"store_rating", "category_average"})

    def apply(self, batch: Batch) -> None:
        """Inside the load's transaction: ledger, days' changes, running figure, averages of categories."""
        ledger.apply(batch)
        categories.apply(batch)

    def after_commit(self, batch: Batch) -> None:
        """Have a worker settle the shop's figures, once for however many batches."""
        if batch.noted.get("ratings.changed"):
            queueing.ask("ratings.settle", shop_id=batch.shop.id)
