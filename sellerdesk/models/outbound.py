"""What we owe the outside: delivered once, or shown to a person."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Outbound(DeskOwned):
    """One delivery. Written by `sellerdesk.outbox` alone.

    `claim` is the secret of the worker that holds the row, to send it or to ask after it: settling compares it, so that a
    worker whose lease ran out cannot overwrite what was found out since.
    """

    class State(models.TextChoices):
        """unknown: it may have arrived; the marketplace is asked before anything is repeated. done: a person carried it over."""

        QUEUED = "queued", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        MODERATED = "moderated", _("under moderation")
        UNKNOWN = "unknown", _("unknown")
        BY_HAND = "by_hand", _("by hand")
        DONE = "done", _("done there")
        DEAD = "dead", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    lane = models.CharField(_("lane"), max_length=120, blank=True, default="")
    dedupe_key = models.CharField(_("dedupe key"), max_length=200)
    payload: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("payload"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField(_("not before"))
    claim = models.UUIDField(_("claim"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True, default="")
    first_tried_at = models.DateTimeField(_("first tried"), null=True, blank=True)
    """What arrived before it was another delivery; the deadline counts from it."""
    doubt_since = models.DateTimeField(_("in doubt since"), null=True, blank=True)
    checks = models.PositiveSmallIntegerField(_("checks"), default=0, db_default=0)
    """How often the marketplace was asked since."""
    created_at = models.DateTimeField(_("created"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects: ClassVar[models.Manager["Outbound"]] = models.Manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            desk_and_id("outbound"),
            DeskKey("shop", name="outbound_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "kind", "dedupe_key"], name="outbound_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "claimed", "sent", "moderated", "unknown", "by_hand", "done", "dead", "cancelled"]),
                name="outbound_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["claimed", "unknown", "moderated"], claim__isnull=False, lease_until__isnull=False)
                | (~models.Q(state="claimed") & models.Q(claim__isnull=True, lease_until__isnull=True)),
                name="outbound_lease_while_claimed",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["sent", "done", "dead", "cancelled"], settled_at__isnull=False)
                | models.Q(state__in=["queued", "claimed", "unknown", "moderated", "by_hand"], settled_at__isnull=True),
                name="outbound_settled_at_when_over",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["unknown", "moderated"]) | models.Q(doubt_since__isnull=False),
                name="outbound_doubt_has_a_beginning",
            ),
        ]
        indexes = [
            # The three sweeps over all desks; all are named in the catalogue test.
            models.Index(fields=["not_before", "id"], condition=models.Q(state="queued"), name="outbound_sweep_queued"),
            models.Index(fields=["lease_until"], condition=models.Q(state="claimed"), name="outbound_sweep_claimed"),
            models.Index(
                fields=["not_before", "id"], condition=models.Q(state__in=["unknown", "moderated"]), name="outbound_sweep_doubtful"
            ),
            models.Index(
                fields=["desk", "lane", "id"],
                condition=models.Q(state__in=["queued", "claimed", "unknown", "by_hand"]),
                name="outbound_lane_open",
            ),
            models.Index(fields=["desk", "state", "-id"], name="outbound_of_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"
