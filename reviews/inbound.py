"""The doors for reviews, their changes, follow-ups and answers, and for questions."""

from reviews.services import asking, judging
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


class QuestionsDoor:
    """Takes questions about listings and their answers."""

    types = frozenset({"question", "question_answer"})

    def apply(self, batch: Batch) -> None:
        """Inside the load's transaction: ledger, rulings, work items."""
        asking.apply(batch)

    def after_commit(self, _batch: Batch) -> None:
        """Nothing is left for later."""
