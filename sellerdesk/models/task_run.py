"""When each task of the beat table last ran, and how it ended. Of the installation, not of a desk."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskRun(models.Model):
    """The last run of one task. Written by `sellerdesk.task_runs` alone, whichever worker ran it."""

    class Outcome(models.TextChoices):
        """running: begun and not told of since; a worker that dies leaves it so."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    task = models.CharField(_("task"), max_length=100)
    started_at = models.DateTimeField(_("last started"))
    ended_at = models.DateTimeField(_("last ended"), null=True)
    milliseconds = models.PositiveIntegerField(_("took, milliseconds"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    error = models.CharField(_("error"), max_length=100, blank=True, default="")
    """The name of the exception, never its text."""
    failed_at = models.DateTimeField(_("last failed"), null=True)

    objects: ClassVar[models.Manager["TaskRun"]] = models.Manager()

    class Meta:
        verbose_name = _("task run")
        verbose_name_plural = _("last runs of tasks")
        constraints = [
            models.UniqueConstraint(fields=["task"], name="taskrun_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=["running", "done", "failed"]), name="taskrun_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return self.task
