"""Automatic answers to good reviews: the rules, what waits for them, and what they did."""

from typing import ClassVar

from django.db import models

from reviews.models.answering import OwnAnswer
from reviews.models.ledger import Review
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class AutomaticRule(DeskOwned):
    """A rule of one shop. A deleted one is kept for what it did."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    place = models.IntegerField()
    """Among the rules of the shop: the first that is for a review answers it."""
    since = models.DateTimeField(null=True)
    """From when on reviews are answered: when it was turned on, or its conditions were changed. None while it is off."""
    conditions = models.JSONField()
    blocks = models.JSONField()
    """By block: its variants."""
    cap = models.IntegerField()
    """Answers in one day of the shop, at most."""
    version = models.IntegerField(default=1)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("automatic_rule"),
            DeskKey("shop", name="automatic_rule_shop_in_desk"),
            models.UniqueConstraint(
                fields=["desk", "shop", "name"], condition=models.Q(deleted_at=None), name="automatic_rule_name_once_per_shop"
            ),
            models.CheckConstraint(condition=models.Q(cap__range=(1, 1000)), name="automatic_rule_cap_is_1_to_1000"),
            models.CheckConstraint(condition=models.Q(deleted_at=None) | models.Q(since=None), name="automatic_rule_deleted_is_off"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "place"], condition=models.Q(deleted_at=None), name="automatic_rule_in_order")
        ]

    def __str__(self) -> str:
        return self.name


class AutomaticWait(DeskOwned):
    """A review that the rules have not looked at yet. With `rule` a person asked that one to answer it, however old it is."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    review = DeskForeignKey(Review, models.CASCADE, related_name="+")
    rule = DeskForeignKey(AutomaticRule, models.CASCADE, null=True, related_name="+")
    not_before = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("automatic_wait"),
            DeskKey("shop", name="automatic_wait_shop_in_desk"),
            DeskKey("review", name="automatic_wait_review_in_desk"),
            DeskKey("rule", name="automatic_wait_rule_in_desk"),
            models.UniqueConstraint(fields=["desk", "review"], name="automatic_wait_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "not_before"], name="automatic_wait_by_time")]

    def __str__(self) -> str:
        return str(self.review_id)


class AutomaticEntry(DeskOwned):
    """What a rule did with a review: it answered, or left it to a person and why."""

    SENT: ClassVar = ""
    """The reason of what was answered."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    rule = DeskForeignKey(AutomaticRule, models.CASCADE, related_name="+")
    review = DeskForeignKey(Review, models.CASCADE, related_name="+")
    answer = DeskForeignKey(OwnAnswer, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    day = models.IntegerField()
    """The shop's own day (ordinal) of `at`."""
    reason = models.CharField(max_length=40, blank=True)
    """Why it was left, as a code; empty where it was answered."""
    text = models.TextField(blank=True)
    """What would have been said, where the text was the reason."""
    wording = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("automatic_entry"),
            DeskKey("shop", name="automatic_entry_shop_in_desk"),
            DeskKey("rule", name="automatic_entry_rule_in_desk"),
            DeskKey("review", name="automatic_entry_review_in_desk"),
            DeskKey("answer", name="automatic_entry_answer_in_desk"),
            models.UniqueConstraint(fields=["desk", "review"], condition=models.Q(reason=""), name="automatic_entry_answers_once"),
            models.CheckConstraint(
                condition=models.Q(reason="", answer__isnull=False) | (~models.Q(reason="") & models.Q(answer=None)),
                name="automatic_entry_answered_or_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index("desk", "shop", models.F("id").desc(), name="automatic_entry_newest"),
            models.Index(fields=["desk", "review"], name="automatic_entry_of_review"),
            models.Index(fields=["desk", "rule", "at"], name="automatic_entry_of_rule"),
            # How many a rule answered today, and which wordings it used.
            models.Index(fields=["desk", "rule", "day"], condition=models.Q(reason=""), name="automatic_entry_of_day"),
            # The wordings last used in a shop, where most of the log is what was left.
            models.Index("desk", "shop", models.F("id").desc(), condition=models.Q(reason=""), name="automatic_entry_newest_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.reason}"
