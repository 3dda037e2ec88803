"""Which new work is shared out by itself, and whose turn it was."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class Rotation(DeskOwned):
    """A lane of work items whose new ones are given to people in turn. Its row is locked while they are given."""

    lane = models.CharField(_("lane"), max_length=40)
    is_on = models.BooleanField(_("on"), default=False)
    most_open = models.PositiveSmallIntegerField(_("most open items of one person"), default=10)

    objects: ClassVar[models.Manager["Rotation"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("rotation"),
            models.UniqueConstraint(fields=["desk", "lane"], name="rotation_once"),
            models.CheckConstraint(condition=models.Q(most_open__gte=1), name="rotation_gives_something"),
        ]

    def __str__(self) -> str:
        return f"{self.lane}: {self.most_open if self.is_on else 'off'}"


class RotationTurn(DeskOwned):
    """When a person was last given something of a lane."""

    lane = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    turn = models.BigIntegerField()
    """Numbers of one lane go up with every item that is given, so that of two given at one moment the order is known."""

    objects: ClassVar[models.Manager["RotationTurn"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("rotationturn"),
            models.UniqueConstraint(fields=["desk", "lane", "user"], name="rotationturn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lane}: {self.user_id} {self.turn}"
