"""The desk's own labels on reviews."""

from typing import ClassVar

from django.db import models

from reviews.models.ledger import Review
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, DeskVouched, desk_and_id


class Tag(DeskOwned):
    """A label. It is there as long as a review has it; `folded` is what makes two spellings one."""

    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("tag"),
            models.UniqueConstraint(fields=["desk", "folded"], name="tag_once_per_desk"),
            models.CheckConstraint(condition=~models.Q(folded=""), name="tag_says_something"),
        ]

    def __str__(self) -> str:
        return self.name


class Tagged(DeskVouched):
    """A label on a review. How many a review has at most is kept by a lock on the desk (`services.tagging`)."""

    review = DeskForeignKey(Review, models.CASCADE, related_name="+")
    tag = DeskForeignKey(Tag, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            desk_and_id("tagged"),
            DeskKey("review", name="tagged_review_in_desk"),
            DeskKey("tag", name="tagged_tag_in_desk"),
            models.UniqueConstraint(fields=["desk", "review", "tag"], name="tagged_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "tag", "review"], name="tagged_by_tag")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.tag_id}"
