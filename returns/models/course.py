"""The course of a claim: what each step did to its three axes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from returns.domain.axes import AXES, EVENTS
from returns.domain.facts import ACTORS
from returns.models.allowed import AllowedMoves, moves_of
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Move(DeskVouched):
    """One step that stands: from where to where it took its claim. The whole course is written anew whenever the claim is folded.

    `step` is empty where the claim's own status told it, or our own people, whose `finding` it then is.
    """

    claim = DeskForeignKey("returns.Claim", models.CASCADE, related_name="moves")
    place = models.IntegerField()
    """1 for the first, without gaps."""
    at = models.DateTimeField()
    event = models.CharField(max_length=20)
    by = models.SmallIntegerField()
    step = DeskForeignKey("returns.ClaimStep", models.CASCADE, null=True, related_name="+")
    finding = DeskForeignKey("returns.Finding", models.CASCADE, null=True, related_name="+")
    money_before = models.CharField(max_length=12)
    money_after = models.CharField(max_length=12)
    goods_before = models.CharField(max_length=12)
    goods_after = models.CharField(max_length=12)
    talk_before = models.CharField(max_length=12)
    talk_after = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim_move"),
            DeskKey("claim", name="claim_move_claim_in_desk"),
            DeskKey("step", name="claim_move_step_in_desk"),
            DeskKey("finding", name="claim_move_finding_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim", "place"], name="claim_move_once_per_place"),
            models.CheckConstraint(condition=Q(event__in=EVENTS), name="claim_move_event_is_known"),
            models.CheckConstraint(condition=Q(by__in=sorted(ACTORS.values())), name="claim_move_by_is_known"),
            models.CheckConstraint(condition=Q(place__gte=1), name="claim_move_place_counts"),
            *(AllowedMoves(axis.name, moves_of(axis), name=f"claim_move_{axis.name}_is_allowed") for axis in AXES),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "step"], condition=Q(step__isnull=False), name="claim_move_of_step"),
            models.Index(fields=["desk", "finding"], condition=Q(finding__isnull=False), name="claim_move_of_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.place} {self.event}"
