"""A buyer as a shop knows them."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Buyer(DeskOwned):
    """A buyer of one shop. The name is the latest one told (by `named_at`, then by the name itself)."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    name = models.TextField(blank=True)
    named_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("buyer"),
            DeskKey("shop", name="buyer_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="buyer_once_per_shop"),
        ]

    def __str__(self) -> str:
        return self.outside_id
