"""All words of a review, as the search reads them."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from reviews.models.ledger import Review
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Said(DeskVouched):
    """All words of one review, folded for the search (`domain.searching`): its own, its follow-up's, its buyer's name.

    Never its order's number: who may not see orders would find the review by it.

    Apart from the review, since each new version of a row costs its trigrams again, and a review gets several.
    """

    review = DeskForeignKey(Review, models.CASCADE, related_name="+")
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("said"),
            DeskKey("review", name="said_review_in_desk"),
            models.UniqueConstraint(fields=["desk", "review"], name="said_once_per_review"),
        ]
        indexes: ClassVar = [GinIndex(fields=["desk", "words"], opclasses=["int8_ops", "gin_trgm_ops"], name="said_words")]

    def __str__(self) -> str:
        return f"{self.review_id}"
