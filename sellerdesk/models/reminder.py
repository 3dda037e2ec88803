"""That a person wants to be reminded of a work item."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Reminder(DeskOwned):
    """One reminder of one person of one item; gone once it was told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    item = DeskForeignKey("sellerdesk.WorkItem", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Reminder"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("reminder"),
            DeskKey("item", name="reminder_item_in_desk"),
            models.UniqueConstraint(fields=["desk", "user", "item"], name="reminder_once"),
        ]
        # The clock asks over all desks; named in the catalogue test.
        indexes = [models.Index(fields=["at"], name="reminder_sweep_due")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id} {self.at:%Y-%m-%d %H:%M}"
