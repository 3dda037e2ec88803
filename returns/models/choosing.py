"""What people settle for themselves: the reason of a claim, how long a shop takes, lists that somebody comes back to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from returns.domain.reasons import REASONS
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class ReasonChoice(DeskOwned):
    """The reason that one of our people gave a claim. It holds while what is told is still what it took the place of (`instead_of`)."""

    claim = DeskForeignKey("returns.Claim", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=30)
    instead_of = models.CharField(max_length=30, blank=True)
    author_label = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("reason_choice"),
            DeskKey("claim", name="reason_choice_claim_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim"], name="reason_choice_once_per_claim"),
            models.CheckConstraint(condition=Q(reason__in=list(REASONS)), name="reason_choice_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.reason}"


class ClockRule(DeskOwned):
    """How long a shop takes from a moment on, where its profile leaves that to the shop: to decide, and to settle what came back."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    holds_from = models.DateTimeField()
    decide_hours = models.IntegerField()
    settle_hours = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("clock_rule"),
            DeskKey("shop", name="clock_rule_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "holds_from"], name="clock_rule_once_per_moment"),
            models.CheckConstraint(condition=Q(decide_hours__range=(1, 1440), settle_hours__range=(1, 1440)), name="clock_rule_is_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.holds_from}"


class SavedClaims(DeskOwned):
    """A named address of the list of claims. Without an owner all of the desk see it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, db_index=False, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    """What stands behind the question mark, without what is not asked for and without a place in the list."""
    place = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("saved_claims"),
            models.UniqueConstraint(fields=["desk", "owner", "name"], nulls_distinct=False, name="saved_claims_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_claims_has_a_name"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "owner", "place"], name="saved_claims_in_order")]

    def __str__(self) -> str:
        return self.name
