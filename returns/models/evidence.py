"""What proves something about a claim: the warehouse's findings, and pictures that lie here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from returns.domain.findings import CONDITIONS, MOVES
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Finding(DeskOwned):
    """What one of our people found when they looked at what came back. Never changed; taken back it stays, and counts no more."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    claim = DeskForeignKey("returns.Claim", models.CASCADE, related_name="findings")
    at = models.DateTimeField()
    condition = models.CharField(max_length=12, blank=True)
    """Empty where only photos were added."""
    words = models.TextField(blank=True)
    moves = models.CharField(max_length=12, blank=True)
    """The event that it is for the goods; empty where they stay as they are."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    author_label = models.TextField()
    """Who it was, also when their account is gone, or was a program's."""
    key = models.UUIDField()
    """The form's own: sent twice it is one finding."""
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_label = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("finding"),
            DeskKey("shop", name="finding_shop_in_desk"),
            DeskKey("claim", name="finding_claim_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim", "key"], name="finding_once_per_key"),
            models.CheckConstraint(condition=Q(condition__in=["", *CONDITIONS]), name="finding_condition_is_known"),
            models.CheckConstraint(condition=Q(moves__in=["", *MOVES]), name="finding_moves_are_known"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.condition}"


class Exhibit(DeskOwned):
    """One picture of a claim: the buyer's, fetched from its address (`url`), or of a finding of ours.

    The states are those of files in conversations: told, kept, refused, failed.
    """

    claim = DeskForeignKey("returns.Claim", models.CASCADE, related_name="exhibits")
    finding = DeskForeignKey("returns.Finding", models.CASCADE, null=True, related_name="exhibits")
    place = models.SmallIntegerField()
    name = models.TextField(blank=True)
    url = models.TextField(blank=True)
    state = models.CharField(max_length=10)
    content_type = models.TextField(blank=True)
    size = models.BigIntegerField(null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    file = models.TextField(blank=True)
    """Where it lies below MEDIA_ROOT, named by us."""
    reason = models.TextField(blank=True)
    tries = models.SmallIntegerField(default=0)
    fetch_at = models.DateTimeField(null=True)
    """When a worker tries to fetch it next; null where there is nothing to fetch."""
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("exhibit"),
            DeskKey("claim", name="exhibit_claim_in_desk"),
            DeskKey("finding", name="exhibit_finding_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim", "url"], condition=~Q(url=""), name="exhibit_once_per_address"),
            models.CheckConstraint(condition=Q(state__in=["told", "kept", "refused", "failed"]), name="exhibit_state_is_known"),
            models.CheckConstraint(condition=~Q(state="kept", file=""), name="exhibit_kept_has_a_file"),
            models.CheckConstraint(condition=Q(url="") ^ Q(finding__isnull=True), name="exhibit_is_told_or_found"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "claim", "place", "id"], name="exhibit_of_claim"),
            models.Index(fields=["fetch_at"], condition=Q(state="told", fetch_at__isnull=False), name="exhibit_not_here"),
        ]

    def __str__(self) -> str:
        return self.name or self.url
