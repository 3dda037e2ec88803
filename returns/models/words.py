"""All words of a claim or a refusal, as the search reads them."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Said(DeskVouched):
    """All words of one claim or refusal, folded for the search (`sellerdesk.domain.searching`): its number, its reason in the buyer's
    words, what its steps said, parcels, the buyer's name, the product.

    Never its order's number: who may not see orders would find it by that. Apart from the claim, since each new version of a row costs
    its trigrams again.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    claim = DeskForeignKey("returns.Claim", models.CASCADE, null=True, related_name="+")
    refusal = DeskForeignKey("returns.Refusal", models.CASCADE, null=True, related_name="+")
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("returns_said"),
            DeskKey("shop", name="returns_said_shop_in_desk"),
            DeskKey("claim", name="returns_said_claim_in_desk"),
            DeskKey("refusal", name="returns_said_refusal_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim"], name="returns_said_once_per_claim"),
            models.UniqueConstraint(fields=["desk", "refusal"], name="returns_said_once_per_refusal"),
            models.CheckConstraint(condition=Q(claim__isnull=True) ^ Q(refusal__isnull=True), name="returns_said_of_one_thing"),
        ]
        indexes: ClassVar = [GinIndex(fields=["desk", "words"], opclasses=["int8_ops", "gin_trgm_ops"], name="returns_said_words")]

    def __str__(self) -> str:
        return f"{self.claim_id or self.refusal_id}"
