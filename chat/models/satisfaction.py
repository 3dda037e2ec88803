"""What buyers thought of a conversation."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Satisfaction(DeskVouched):
    """A mark from 1 to 5. Of several of one conversation and agent within 24 hours the last counts (feed)."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    conversation_ref = models.TextField()
    record = models.BigIntegerField()
    at = models.DateTimeField()
    content_hash = models.BinaryField(max_length=32)
    ruling = models.CharField(max_length=40, blank=True)
    agent = models.TextField(blank=True)
    """As the marketplace names the agent; empty where it names none."""
    score = models.SmallIntegerField()
    counts = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            DeskKey("shop", name="satisfaction_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="satisfaction_once_per_shop"),
            desk_and_id("satisfaction"),
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="satisfaction_is_1_to_5"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "conversation_ref", "at"], name="satisfaction_of_thread"),
            models.Index(fields=["desk", "shop", "at"], condition=models.Q(counts=True), name="satisfaction_by_time"),
        ]

    def __str__(self) -> str:
        return self.outside_id
