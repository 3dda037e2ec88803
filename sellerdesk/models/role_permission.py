"""What a desk gave to its roles, or took from them, beside what every desk begins with."""

from typing import ClassVar

from django.db import models

from sellerdesk.domain import permissions
from sellerdesk.models.tenant import DeskOwned, desk_and_id


class RolePermission(DeskOwned):
    """One permission that a role of a desk holds, or does not hold, against `sellerdesk.domain.permissions`.

    The database takes no row of an owner, and none of what is not to be changed: nobody can shut the owners out of a desk, or
    make others as powerful as they are.
    """

    role = models.CharField(max_length=20)
    permission = models.CharField(max_length=40)
    given = models.BooleanField()

    objects: ClassVar[models.Manager["RolePermission"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("rolepermission"),
            models.UniqueConstraint(fields=["desk", "role", "permission"], name="rolepermission_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["manager", "agent", "analyst", "read_only"]), name="rolepermission_role_may_be_changed"
            ),
            models.CheckConstraint(
                condition=~models.Q(permission__in=sorted(permissions.ALWAYS | permissions.OWNERS_ONLY)),
                name="rolepermission_may_be_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {'' if self.given else 'no '}{self.permission}"
