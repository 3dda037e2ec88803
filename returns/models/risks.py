"""Orders at risk: what was wrong, until when, what was done about it and how it ended; and how a shop watches them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from returns.domain.risks import RISKS
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, DeskVouched, desk_and_id


class OrderRisk(DeskVouched):
    """One thing that is or was wrong with an order. `basis` is the telling that it rests on (`domain.risks.basis_of`)."""

    class Way(models.TextChoices):
        """How the buyer was written to."""

        CHAT = "chat"
        HAND = "hand"

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    order = DeskForeignKey("sellerdesk.Order", models.CASCADE, related_name="+")
    risk = models.CharField(max_length=10)
    basis = models.CharField(max_length=40)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    turns_at = models.DateTimeField()
    """When time alone changes it, so that it must be looked at again."""
    is_open = models.BooleanField()
    outcome = models.CharField(max_length=12, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    way = models.CharField(max_length=4, choices=Way, blank=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    letter = models.UUIDField(null=True)
    """The key of the message that went out by chat: the chat says what became of it."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("order_risk"),
            DeskKey("shop", name="order_risk_shop_in_desk"),
            DeskKey("order", name="order_risk_order_in_desk"),
            models.UniqueConstraint(fields=["desk", "order", "risk"], name="order_risk_once_per_order"),
            models.CheckConstraint(condition=Q(risk__in=RISKS), name="order_risk_is_known"),
            models.CheckConstraint(
                condition=Q(is_open=True, outcome="", closed_at=None) | (Q(is_open=False, closed_at__isnull=False) & ~Q(outcome="")),
                name="order_risk_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(way="", written_at=None, letter=None)
                | Q(way="hand", written_at__isnull=False, letter=None)
                | Q(way="chat", written_at__isnull=False, letter__isnull=False),
                name="order_risk_written_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index("desk", "shop", "due_at", "id", name="order_risk_open", condition=Q(is_open=True)),
            models.Index("desk", "shop", "risk", "due_at", "id", name="order_risk_open_of_kind", condition=Q(is_open=True)),
            models.Index("desk", "shop", "turns_at", name="order_risk_turns", condition=Q(is_open=True)),
            models.Index("desk", "shop", F("closed_at").desc(), F("id").desc(), name="order_risk_closed", condition=Q(is_open=False)),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.risk}"


class RiskSpan(DeskOwned):
    """How long before or after its instant a shop takes an order for being at risk; without `seconds` it does not watch for it."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    risk = models.CharField(max_length=10)
    seconds = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("risk_span"),
            DeskKey("shop", name="risk_span_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "risk"], name="risk_span_once_per_shop"),
            models.CheckConstraint(condition=Q(risk__in=RISKS), name="risk_span_risk_is_known"),
            models.CheckConstraint(condition=Q(seconds=None) | Q(seconds__range=(0, 90 * 24 * 3600)), name="risk_span_is_at_most_90_days"),
        ]

    def __str__(self) -> str:
        return f"{self.risk} {self.seconds}"
