"""Who belongs to a desk, in which role, and to which of its shops."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.domain import permissions
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Membership(DeskOwned):
    """One person in one desk. With `every_shop` off, only the shops of MembershipShop are seen.

    A flag rather than "no rows means all": taking away the last shop must not open every shop.
    """

    class Role(models.TextChoices):
        """Named sets of permissions, see `sellerdesk.domain.permissions`."""

        OWNER = permissions.OWNER, _("owner")
        MANAGER = permissions.MANAGER, _("manager")
        AGENT = permissions.AGENT, _("agent")
        ANALYST = permissions.ANALYST, _("analyst")
        READ_ONLY = permissions.READ_ONLY, _("read only")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    every_shop = models.BooleanField(_("every shop"), default=True)
    created_at = models.DateTimeField(_("created"))

    objects: ClassVar[models.Manager["Membership"]] = models.Manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            desk_and_id("membership"),
            models.UniqueConstraint(fields=["desk", "user"], name="membership_desk_user"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "manager", "agent", "analyst", "read_only"]), name="membership_role_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(role="owner", every_shop=False), name="membership_owner_sees_every_shop"),
        ]
        indexes = [
            # Sign-in asks for the desks of one person, whatever the desk: one of the named cross-desk indexes.
            models.Index(fields=["user"], name="membership_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class MembershipShop(DeskOwned):
    """A shop that a limited membership may see."""

    membership = DeskForeignKey(Membership, on_delete=models.CASCADE, related_name="shops")
    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["MembershipShop"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("membershipshop"),
            DeskKey("membership", name="membershipshop_membership_in_desk"),
            DeskKey("shop", name="membershipshop_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "membership", "shop"], name="membershipshop_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.shop_id}"
