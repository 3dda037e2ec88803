"""What the nightly walk of each desk's audit chain found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class AuditCheck(DeskOwned):
    """The last walk of one desk's chain: how many entries fit, and where it is broken, if it is."""

    at = models.DateTimeField(_("at"))
    entries = models.BigIntegerField(_("entries"))
    broken_at = models.BigIntegerField(_("broken at"), null=True)
    reason = models.CharField(_("reason"), max_length=20, blank=True, default="")

    objects: ClassVar[models.Manager["AuditCheck"]] = models.Manager()

    class Meta:
        verbose_name = _("audit check")
        verbose_name_plural = _("audit checks")
        constraints = [
            desk_and_id("auditcheck"),
            models.UniqueConstraint(fields=["desk"], name="auditcheck_of_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.at:%Y-%m-%d}"
