"""One row for each thing that waits for a person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class WorkItem(DeskOwned):
    """What waits, about what, until when, for whom. Written by `sellerdesk.work` alone.

    `subject` is a text key such as "review:123": the kernel knows no app's tables.
    """

    class State(models.TextChoices):
        """A closed item never opens again, but that closing it may be undone for a moment; else a new one is opened."""

        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=200)
    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    priority = models.SmallIntegerField(_("priority"), default=0)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    """Since when it waits: the share of the allowed time that is gone counts from here, not from when we were told."""
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    """Until then it is in nobody's way; its deadline stays what it is."""
    allowed_seconds = models.PositiveIntegerField(_("allowed working time, seconds"), null=True, blank=True)
    """How much working time of the shop it was given, counted from `opened_at`: when the shop's hours change, the deadline follows.
    Empty where the deadline is a moment of its own."""
    told = models.SmallIntegerField(default=0, db_default=0)
    """How far people were told of its deadline: 0 not yet, 1 a third of the time is left, 2 overdue."""
    watch_at = models.DateTimeField(null=True, blank=True)
    """When the clock must look at it again: it returns, or people must be told. Empty where nothing comes any more."""
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=40, blank=True, default="")

    objects: ClassVar[models.Manager["WorkItem"]] = models.Manager()

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints = [
            desk_and_id("workitem"),
            DeskKey("shop", name="workitem_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "kind", "subject"], condition=models.Q(state="open"), name="workitem_open_once"),
            models.CheckConstraint(condition=models.Q(told__in=[0, 1, 2]), name="workitem_told_is_known"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True, outcome="")
                | (models.Q(state="closed", closed_at__isnull=False) & ~models.Q(outcome="")),
                name="workitem_closed_at_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "due_at"], condition=models.Q(state="open"), name="workitem_open_by_due"),
            models.Index(fields=["desk", "assignee", "due_at"], condition=models.Q(state="open"), name="workitem_open_mine"),
            # The clock looks at all desks; named in the catalogue test.
            models.Index(fields=["watch_at"], condition=models.Q(state="open"), name="workitem_sweep_watch"),
            models.Index(fields=["desk", "closed_at"], condition=models.Q(state="closed"), name="workitem_closed_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
