"""A listing of a shop."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Product(DeskVouched):
    """A listing. It is *bare* while only its outside id is known, from a line or a review that names it."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    listed_at = models.DateTimeField(null=True)
    title = models.TextField(blank=True)
    article = models.TextField(blank=True)
    category = models.TextField(blank=True)
    image = models.TextField(blank=True)
    price_minor = models.BigIntegerField(null=True)
    price_currency = models.CharField(max_length=3, blank=True)
    cost_minor = models.BigIntegerField(null=True)
    cost_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints: ClassVar = [
            DeskKey("shop", name="product_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="product_once_per_shop"),
            # Last, for the reason given at Order.
            desk_and_id("product"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["desk", "title", "article"], opclasses=["int8_ops", "gin_trgm_ops", "gin_trgm_ops"], name="product_by_words"),
        ]

    def __str__(self) -> str:
        return self.article or self.outside_id
