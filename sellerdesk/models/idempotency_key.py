"""Answers kept for callers that repeat a POST."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class IdempotencyKey(DeskOwned):
    """One key of one caller. Without a `status` the first request is still being worked on, until `lease_until`."""

    caller = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True, default="")
    answer = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    lease_until = models.DateTimeField()

    objects: ClassVar[models.Manager["IdempotencyKey"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("idempotencykey"),
            models.UniqueConstraint(fields=["desk", "caller", "key"], name="idempotencykey_once"),
            models.CheckConstraint(
                condition=models.Q(status__isnull=True, answer__isnull=True) | models.Q(status__isnull=False, answer__isnull=False),
                name="idempotencykey_answer_with_status",
            ),
        ]
        indexes = [
            # The nightly sweep of old keys goes over all desks.
            models.Index(fields=["created_at"], name="idempotencykey_sweep_old"),
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
