"""The desk log: what changed, numbered per desk without gaps."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class DeskEvent(DeskOwned):
    """One event: a kind and ids, never a buyer's text. Written by `sellerdesk.commands` alone.

    `shop` is empty where the event concerns the desk or several shops.
    """

    number = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, null=True, related_name="+")
    ids: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["DeskEvent"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("deskevent"),
            DeskKey("shop", name="deskevent_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "number"], name="deskevent_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="deskevent_number_starts_at_one"),
        ]
        indexes = [
            # Old events are found over all desks. They lie in the order of time, so a few pages say where each day is.
            BrinIndex(fields=["at"], name="deskevent_sweep_old", pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id}#{self.number} {self.kind}"
