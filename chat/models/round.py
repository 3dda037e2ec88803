"""Rounds: from the first message that nobody answered to the answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Round(DeskVouched):
    """One round of a thread (CH-01), a fold of its messages; kept anew whenever they change."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    """A person's answer; null while there is none."""
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    """Who answered, where it was answered here."""
    done_at = models.DateTimeField(null=True)
    """When somebody said that it needs no answer; then there is none."""
    automatic_at = models.DateTimeField(null=True)
    """The first automatic answer before the person's, told apart in every figure."""
    after_sale = models.BooleanField(default=False)
    waited = models.GeneratedField(
        db_persist=True,
        expression=models.Func(
            models.F("answered_at"),
            models.F("asked_at"),
            template="(extract(epoch FROM (%(expressions)s)) * 1000000)::bigint",
            arg_joiner=" - ",
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
    )
    """Microseconds until the answer, kept by the database: figures add up and sort these."""

    class Meta:
        constraints: ClassVar = [
            DeskKey("thread", name="round_thread_in_shop", along="shop"),
            models.UniqueConstraint(fields=["desk", "thread", "asked_at"], name="round_once"),
            desk_and_id("round"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(answered_at__gte=models.F("asked_at")),
                name="round_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(done_at__isnull=True), name="round_ends_in_one_way"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["desk", "shop", "asked_at"],
                # All that figures read, so that they need not visit the rows.
                include=["waited", "agent", "done_at", "automatic_at", "after_sale", "thread"],
                name="round_by_time",
            ),
            models.Index(fields=["desk", "agent"], condition=models.Q(agent__isnull=False), name="round_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.asked_at}"
