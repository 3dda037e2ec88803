"""A buyer as a shop knows them."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Buyer(DeskVouched):
    """A buyer of one shop. The name is the latest one told (by `named_at`, then by the name itself)."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    name = models.TextField(blank=True)
    named_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            DeskKey("shop", name="buyer_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="buyer_once_per_shop"),
            models.UniqueConstraint(fields=["desk", "shop", "id"], name="buyer_desk_shop_id"),
            # Last, for the reason given at Order.
            desk_and_id("buyer"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["desk", "name"], opclasses=["int8_ops", "gin_trgm_ops"], condition=~models.Q(name=""), name="buyer_by_name"),
        ]

    def __str__(self) -> str:
        return self.outside_id
