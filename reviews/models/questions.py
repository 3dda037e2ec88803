"""Public questions about listings, and the answers that the marketplace told of."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F

from reviews.models.ledger import Told
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, desk_and_id


class Question(Told):
    """A public question of a buyer about a listing."""

    class Standing(models.TextChoices):
        """Where it stands: what was told, and what was written here and is there or on its way."""

        OPEN = "open"
        ANSWERED = "answered"
        REJECTED = "rejected"

    outside_id = models.TextField()
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, related_name="+")
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    words = models.TextField(blank=True)
    """Its text and its buyer's name, folded for the search (`domain.searching`)."""
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    """Of the answer that the marketplace told of."""
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.OPEN)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("question"),
            DeskKey("shop", name="question_shop_in_desk"),
            DeskKey("product", name="question_product_in_desk"),
            DeskKey("buyer", name="question_buyer_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="question_once_per_shop"),
            models.CheckConstraint(condition=models.Q(standing__in=["open", "answered", "rejected"]), name="question_standing_is_known"),
        ]
        indexes: ClassVar = [
            # What a page reads, newest first.
            models.Index("desk", "shop", "standing", F("at").desc(), F("id").desc(), name="question_by_standing"),
            models.Index("desk", "shop", F("at").desc(), F("id").desc(), name="question_newest"),
            GinIndex(fields=["desk", "words"], opclasses=["int8_ops", "gin_trgm_ops"], name="question_words"),
        ]

    def __str__(self) -> str:
        return self.outside_id


class QuestionAnswer(Told):
    """An answer of the shop to a question. One stands: the earliest."""

    outside_id = models.TextField()
    question_ref = models.TextField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("question_answer"),
            DeskKey("shop", name="question_answer_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="question_answer_once_per_shop"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "question_ref"], name="question_answer_of_question")]

    def __str__(self) -> str:
        return self.outside_id
