"""Who changed what, and when. Written once, never changed: the database refuses it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class AuditEntry(DeskOwned):
    """One entry of a desk's chain: each carries the hash of the one before.

    The actor is text and no foreign key, so that entries outlive the account. Deleting a desk with
    entries is refused.
    """

    desk = models.ForeignKey("sellerdesk.Desk", on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.BigIntegerField(_("number"))
    at = models.DateTimeField(_("at"))
    actor_key = models.CharField(_("actor"), max_length=60)
    actor_label = models.CharField(_("actor's name"), max_length=254)
    what = models.CharField(_("what"), max_length=60)
    subject = models.CharField(_("subject"), max_length=200)
    before: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(_("before"), null=True)
    after: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(_("after"), null=True)
    previous_hash = models.CharField(_("previous hash"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    objects: ClassVar[models.Manager["AuditEntry"]] = models.Manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            desk_and_id("auditentry"),
            models.UniqueConstraint(fields=["desk", "number"], name="auditentry_number"),
            models.CheckConstraint(
                condition=models.Q(number=1, previous_hash="") | (models.Q(number__gt=1) & ~models.Q(previous_hash="")),
                name="auditentry_carries_the_previous_hash",
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "subject", "number"], name="auditentry_of_subject"),
            # The filters of the audit page. A span of time is read from its own index and put in order.
            models.Index(fields=["desk", "actor_key", "number"], name="auditentry_of_actor"),
            models.Index(fields=["desk", "what", "number"], name="auditentry_of_kind"),
            models.Index(fields=["desk", "at"], name="auditentry_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id}#{self.number} {self.what} {self.subject}"
