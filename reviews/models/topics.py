"""What reviews complain of, and the signals that come of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from reviews.models.ledger import Review
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class ReviewTopic(DeskVouched):
    """One topic of one review. What a person has said stays, whatever the rules find later.

    `complains` is kept by the judge: the review stands and is bad, neutral or flagged. With `by` it says what counts for signals.
    """

    class By(models.IntegerChoices):
        RULE = 1
        PERSON = 2
        REMOVED = 3

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    review = DeskForeignKey(Review, models.CASCADE, related_name="+")
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.SmallIntegerField(choices=By)
    complains = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("review_topic"),
            DeskKey("shop", name="review_topic_shop_in_desk"),
            DeskKey("review", name="review_topic_review_in_desk"),
            DeskKey("product", name="review_topic_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "review", "topic"], name="review_topic_once"),
            models.CheckConstraint(condition=models.Q(by__in=[1, 2, 3]), name="review_topic_by_is_known"),
        ]
        indexes: ClassVar = [
            # The lists of a topic, newest first; and what signals and figures count.
            models.Index("desk", "shop", "topic", models.F("at").desc(), name="review_topic_by_time", condition=~models.Q(by=3)),
            models.Index(
                fields=["desk", "shop", "product", "topic", "at"],
                name="review_topic_complaints",
                condition=models.Q(complains=True, product__isnull=False) & ~models.Q(by=3),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.topic}"


class TopicSignal(DeskVouched):
    """Complaints of one topic about one product that are a signal, or were one that a person has seen.

    `since` (its first complaint), `ripe` (the one that made it a signal), `newest`, `number` and `why` are those of the signal that is
    or was open last; `seen_through` and `seen_number` what had come
    when a person saw it.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20)
    since = models.DateTimeField()
    ripe = models.DateTimeField()
    newest = models.DateTimeField()
    number = models.IntegerField()
    why = models.CharField(max_length=10)
    is_open = models.BooleanField(default=True)
    seen_through = models.DateTimeField(null=True)
    seen_number = models.IntegerField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("topic_signal"),
            DeskKey("shop", name="topic_signal_shop_in_desk"),
            DeskKey("product", name="topic_signal_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "product", "topic"], name="topic_signal_once"),
            models.CheckConstraint(
                condition=models.Q(seen_through=None, seen_number=None, seen_at=None)
                | models.Q(seen_through__isnull=False, seen_number__isnull=False, seen_at__isnull=False),
                name="topic_signal_seen_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.topic}"
