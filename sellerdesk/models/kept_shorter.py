"""What a desk keeps for a shorter time than the installation does."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class KeptShorter(DeskOwned):
    """One kind's days in one desk. Without a row it is kept as the installation says. Written by `sellerdesk.privacy.shortening` alone."""

    kind = models.CharField(max_length=30)
    days = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager["KeptShorter"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("keptshorter"),
            models.UniqueConstraint(fields=["desk", "kind"], name="keptshorter_once"),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="keptshorter_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
