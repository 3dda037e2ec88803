"""Who was asked into a desk and has not answered yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.membership import Membership
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Invitation(DeskOwned):
    """One invitation. Its link is a signature of its desk and id, so no secret is kept; it opens until it is used, withdrawn or expired."""

    email = models.EmailField(_("e-mail"), max_length=254)
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role.choices)
    every_shop = models.BooleanField(_("every shop"), default=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    made_by_token = DeskForeignKey("sellerdesk.ApiToken", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = models.Manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            desk_and_id("invitation"),
            DeskKey("made_by_token", name="invitation_token_in_desk"),
            models.UniqueConstraint(
                fields=["desk", "email"],
                condition=models.Q(revoked_at__isnull=True, accepted_at__isnull=True),
                name="invitation_one_open_per_address",
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="invitation_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "manager", "agent", "analyst", "read_only"]), name="invitation_role_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(role="owner", every_shop=False), name="invitation_owner_sees_every_shop"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | models.Q(accepted_at__isnull=True), name="invitation_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id}: {self.role}"


class InvitationShop(DeskOwned):
    """A shop that the invited person will be limited to."""

    invitation = DeskForeignKey(Invitation, on_delete=models.CASCADE, related_name="shops")
    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["InvitationShop"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("invitationshop"),
            DeskKey("invitation", name="invitationshop_invitation_in_desk"),
            DeskKey("shop", name="invitationshop_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "invitation", "shop"], name="invitationshop_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.shop_id}"
