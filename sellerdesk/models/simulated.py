"""The simulated marketplace's own memory: what reached it, and what it has to tell. Nothing but the simulator reads or writes it."""

from typing import Any, ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class SimulatedShop(DeskOwned):
    """One shop there. Its row is the lock under which `told`, the number of the last event, grows: no reader misses one."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    told = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("simulated_shop"),
            DeskKey("shop", name="simulated_shop_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="simulated_shop_once"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.told}"


class SimulatedParcel(DeskOwned):
    """One parcel as it was tried: how often, how many times it arrived, and what a moderator makes of it."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    key = models.TextField()
    place = models.TextField()
    """The conversation, review or claim it is for."""
    text = models.TextField(blank=True)
    tries = models.IntegerField(default=0)
    arrivals = models.IntegerField(default=0)
    arrived_at = models.DateTimeField(null=True)
    """From then on it is there; it may be a little later than it was taken."""
    verdict = models.CharField(max_length=8, blank=True)
    """A moderator's: "shown" or "refused", from `judged_at` on. Empty where none looks."""
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("simulated_parcel"),
            DeskKey("shop", name="simulated_parcel_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "key"], name="simulated_parcel_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "place"], name="simulated_parcel_of_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.key}"


class SimulatedEvent(DeskOwned):
    """A feed record that it tells from `due_at` on; it gets its number when it is told first."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    number = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    record: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("simulated_event"),
            DeskKey("shop", name="simulated_event_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "number"], name="simulated_event_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "due_at"], condition=models.Q(number__isnull=True), name="simulated_event_to_tell")
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.number}"
