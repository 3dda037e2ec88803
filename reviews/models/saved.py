"""Lists of reviews that somebody comes back to."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class SavedFilter(DeskOwned):
    """A named address of the list. Without an owner all of the desk see it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, db_index=False, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    """What stands behind the question mark, without what is not asked for and without a place in the list."""
    place = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("savedfilter"),
            models.UniqueConstraint(fields=["desk", "owner", "name"], nulls_distinct=False, name="savedfilter_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="savedfilter_has_a_name"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "owner", "place"], name="savedfilter_in_order")]

    def __str__(self) -> str:
        return self.name
