"""Automatic decisions: the rules, the claims that wait for them, and what they did."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from returns.domain.automatic import DOES
from returns.models.deciding import Decision
from returns.models.ledger import Claim
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class ClaimRule(DeskOwned):
    """A rule of one shop. A deleted one is kept for what it did."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    place = models.IntegerField()
    """Among the rules of the shop: the first that is for a claim decides it."""
    does = models.CharField(max_length=10)
    action = models.CharField(max_length=40, blank=True)
    """Which of several moves of the marketplace; empty where it has one."""
    words = models.TextField(blank=True)
    """What is said to the buyer with it."""
    since = models.DateTimeField(null=True)
    """From when on claims are decided: when it was turned on, or last changed. None while it is off."""
    conditions = models.JSONField()
    cap = models.IntegerField()
    """Decisions in one day of the shop, at most."""
    version = models.IntegerField(default=1)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim_rule"),
            DeskKey("shop", name="claim_rule_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "name"], condition=Q(deleted_at=None), name="claim_rule_name_once_per_shop"),
            models.CheckConstraint(condition=Q(does__in=DOES), name="claim_rule_does_is_known"),
            models.CheckConstraint(condition=Q(cap__range=(1, 1000)), name="claim_rule_cap_is_1_to_1000"),
            models.CheckConstraint(condition=Q(deleted_at=None) | Q(since=None), name="claim_rule_deleted_is_off"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "place"], condition=Q(deleted_at=None), name="claim_rule_in_order")]

    def __str__(self) -> str:
        return self.name


class ClaimRuleWait(DeskOwned):
    """A claim that the rules have not looked at yet."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    claim = DeskForeignKey(Claim, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim_rule_wait"),
            DeskKey("shop", name="claim_rule_wait_shop_in_desk"),
            DeskKey("claim", name="claim_rule_wait_claim_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim"], name="claim_rule_wait_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "since"], name="claim_rule_wait_by_time")]

    def __str__(self) -> str:
        return str(self.claim_id)


class ClaimRuleEntry(DeskOwned):
    """What a rule did with a claim: it decided, or left it to a person and why."""

    DECIDED: ClassVar = ""
    """The reason of what was decided."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    rule = DeskForeignKey(ClaimRule, models.CASCADE, related_name="+")
    claim = DeskForeignKey(Claim, models.CASCADE, related_name="+")
    decision = DeskForeignKey(Decision, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    day = models.IntegerField()
    """The shop's own day (ordinal) of `at`."""
    does = models.CharField(max_length=10)
    """What the rule did, or would have done: it may do something else by now."""
    reason = models.CharField(max_length=40, blank=True)
    """Why it was left, as a code; empty where it was decided."""
    said = models.TextField(blank=True)
    """The words of the buyer that were the reason."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim_rule_entry"),
            DeskKey("shop", name="claim_rule_entry_shop_in_desk"),
            DeskKey("rule", name="claim_rule_entry_rule_in_desk"),
            DeskKey("claim", name="claim_rule_entry_claim_in_desk"),
            DeskKey("decision", name="claim_rule_entry_decision_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim"], name="claim_rule_entry_once"),
            models.CheckConstraint(
                condition=Q(reason="", decision__isnull=False) | (~Q(reason="") & Q(decision=None)), name="claim_rule_entry_decided_or_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index("desk", "shop", F("id").desc(), name="claim_rule_entry_newest"),
            models.Index(fields=["desk", "rule", "at"], name="claim_rule_entry_of_rule"),
            # How many a rule decided today.
            models.Index(fields=["desk", "rule", "day"], condition=Q(reason=""), name="claim_rule_entry_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.reason}"
