"""When the installation was backed up."""

from typing import ClassVar

from django.db import models


class Backup(models.Model):
    """One finished backup of all desks. `./desk backup` writes it, in plain SQL, when the file is whole."""

    made_at = models.DateTimeField()
    bytes = models.BigIntegerField()
    seconds = models.FloatField()
    file = models.CharField(max_length=200)

    objects: ClassVar[models.Manager["Backup"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(bytes__gt=0, seconds__gte=0), name="backup_holds_something")]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="backup_by_time")]

    def __str__(self) -> str:
        return f"{self.file} {self.made_at:%Y-%m-%d %H:%M}"
