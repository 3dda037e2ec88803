"""Who is writing to a subject now, until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class Lease(DeskOwned):
    """Keyed by subject and not by work item, since a closed thread can be written to too."""

    subject = models.CharField(_("subject"), max_length=200)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    until = models.DateTimeField(_("until"))

    objects: ClassVar[models.Manager["Lease"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("lease"),
            models.UniqueConstraint(fields=["desk", "subject"], name="lease_one_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.holder_id}"
