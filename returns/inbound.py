"""The door for claims, their steps, and refusals."""

from returns.services import loading
from sellerdesk import queueing
from sellerdesk.feed.batch import Batch


class ReturnsDoor:
    """Takes everything that concerns claims and refusals, and folds again the claims of every order that the batch tells of."""

    types = frozenset({"claim", "claim_step", "refusal"})

    def apply(self, batch: Batch) -> None:
        """Inside the load's transaction: ledger, folds, order marks, work items."""
        loading.apply(batch)

    def after_commit(self, batch: Batch) -> None:
        """Have a worker look at what the rules for automatic decisions are for, once for however many batches."""
        if batch.noted.get("returns.changed"):
            queueing.ask("returns.decide_by_rules", shop_id=batch.shop.id)
