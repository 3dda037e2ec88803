"""Buyers that were erased: so that what is told again of them does not bring them back."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class BuyerErasure(DeskOwned):
    """One erasure. `key` is a pseudonym of the outside id that the marketplace uses, of a kind of its own: nothing else is known by it.

    What is told of that id and dated until `erased_at` goes to the erased buyer, without its texts. What is dated later is a new dealing,
    with a new buyer.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    buyer = DeskForeignKey("sellerdesk.Buyer", models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=16)
    erased_at = models.DateTimeField()
    files: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, db_default=[])
    """Places of files that are still to be deleted: written with the erasure, emptied once they are gone."""

    objects: ClassVar[models.Manager["BuyerErasure"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("buyererasure"),
            DeskKey("buyer", name="buyererasure_buyer_in_shop", along="shop"),
            models.UniqueConstraint(fields=["desk", "shop", "buyer"], name="buyererasure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer_id} {self.erased_at:%Y-%m-%d}"
