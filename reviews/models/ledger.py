"""The review ledger: reviews, their changes and deletions, follow-ups, answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


BY_BUYER = models.Q(author=1)


class Told(DeskVouched):
    """A record as it stands: of several contents of one identity, the earliest (`at`, hash).

    `ruling` is empty where it stands, "waiting" where its parent is missing, or the code of the rule
    that it breaks. `record` is the feed record that it came from.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    record = models.BigIntegerField()
    at = models.DateTimeField()
    content_hash = models.BinaryField(max_length=32)
    ruling = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class Review(Told):
    """A credit review, of the shop by a buyer or of a buyer by the shop."""

    class Author(models.IntegerChoices):
        BUYER = 1
        SHOP = 2

    class Verdict(models.IntegerChoices):
        BAD = -1
        NEUTRAL = 0
        GOOD = 1

    outside_id = models.TextField()
    author = models.SmallIntegerField(choices=Author)
    order_ref = models.TextField(null=True)
    line_ref = models.TextField(null=True)
    placed_line = models.TextField(null=True)
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, null=True, related_name="+")
    verdict = models.SmallIntegerField(choices=Verdict)
    stars = models.SmallIntegerField(null=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    pros = models.TextField(blank=True)
    cons = models.TextField(blank=True)
    photos = models.JSONField(default=list)
    anonymous = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)
    answerable_until = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    flags = models.JSONField(default=list)
    judged = models.BooleanField(default=False)
    mark = models.GeneratedField(
        expression=(Case(When(changed_at=None, then=F("verdict")), default=1) + 1) * 10 + Coalesce(F("stars"), 0),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    """Verdict and stars in one number (`domain.marks`), so that one index gives every choice of both, newest first."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("review"),
            DeskKey("shop", name="review_shop_in_desk"),
            DeskKey("product", name="review_product_in_desk"),
            DeskKey("buyer", name="review_buyer_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="review_once_per_shop"),
            models.CheckConstraint(condition=models.Q(stars__isnull=True) | models.Q(stars__range=(1, 5)), name="review_stars_are_1_to_5"),
            models.CheckConstraint(condition=models.Q(verdict__in=[-1, 0, 1]), name="review_verdict_is_known"),
            models.CheckConstraint(condition=models.Q(author__in=[1, 2]), name="review_author_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "order_ref"], name="review_of_order", condition=models.Q(order_ref__isnull=False)),
            models.Index(fields=["desk", "shop", "id"], name="review_unjudged", condition=models.Q(judged=False)),
            # What a page reads, newest first: buyers' reviews in the lists, the shop's own where it rates its buyers.
            models.Index("desk", "shop", "mark", F("at").desc(), F("id").desc(), name="review_by_mark", condition=BY_BUYER),
            models.Index("desk", "product", F("at").desc(), F("id").desc(), name="review_of_product", condition=BY_BUYER),
            models.Index("desk", "buyer", F("at").desc(), F("id").desc(), name="review_of_buyer", condition=BY_BUYER),
            models.Index("desk", "shop", F("at").desc(), F("id").desc(), name="review_by_shop", condition=models.Q(author=2)),
            models.Index(
                "desk", "shop", F("at").desc(), F("id").desc(), name="review_with_photos", condition=BY_BUYER & ~models.Q(photos=[])
            ),
            models.Index(
                "desk",
                "shop",
                F("at").desc(),
                F("id").desc(),
                name="review_changed",
                condition=models.Q(author=1, changed_at__isnull=False),
            ),
            models.Index(
                "desk",
                "shop",
                F("followed_at").desc(),
                F("id").desc(),
                name="review_followed",
                condition=models.Q(author=1, followed_at__isnull=False),
            ),
            models.Index(
                "desk",
                "shop",
                F("answerable_until").desc(),
                F("id").desc(),
                name="review_answerable",
                condition=models.Q(author=1, answerable_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.outside_id


class ReviewStep(Told):
    """A change or a deletion of a review, told by its review's outside id and its own instant."""

    class Kind(models.IntegerChoices):
        CHANGE = 1
        DELETE = 2

    review_ref = models.TextField()
    kind = models.SmallIntegerField(choices=Kind)
    verdict = models.SmallIntegerField(null=True)
    text = models.TextField(blank=True)
    by_platform = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("review_step"),
            DeskKey("shop", name="review_step_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "review_ref", "kind", "at"], name="review_step_once_per_instant"),
            models.CheckConstraint(
                condition=models.Q(kind=1, verdict__isnull=False) | models.Q(kind=2, verdict__isnull=True),
                name="review_step_change_has_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_ref} {self.get_kind_display()}"


class FollowUp(Told):
    """A buyer's later addition to a review."""

    outside_id = models.TextField()
    review_ref = models.TextField()
    text = models.TextField(blank=True)
    photos = models.JSONField(default=list)
    received_at = models.DateTimeField()
    flags = models.JSONField(default=list)
    judged = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("follow_up"),
            DeskKey("shop", name="follow_up_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="follow_up_once_per_shop"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "review_ref"], name="follow_up_of_review"),
            models.Index(fields=["desk", "shop", "id"], name="follow_up_unjudged", condition=models.Q(judged=False)),
        ]

    def __str__(self) -> str:
        return self.outside_id


class Answer(Told):
    """An answer of the shop to a review or to its follow-up."""

    outside_id = models.TextField()
    review_ref = models.TextField()
    follow_up_ref = models.TextField(null=True)
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("answer"),
            DeskKey("shop", name="answer_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="answer_once_per_shop"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "review_ref"], name="answer_of_review")]

    def __str__(self) -> str:
        return self.outside_id
