"""What a shop wants of the guard."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class GuardChoice(DeskOwned):
    """One shop's choice. A shop without a row has what its rule profile has. Written by `sellerdesk.guarding` alone."""

    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, related_name="+")
    doings: "models.JSONField[dict[str, dict[str, str]], dict[str, dict[str, str]]]" = models.JSONField(default=dict)
    """By place and rule: stop, warn or allow, where it differs from the rule profile."""
    banned: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    own_names: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    """Names of its own marketplace and shops, which may be said."""

    objects: ClassVar[models.Manager["GuardChoice"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("guardchoice"),
            DeskKey("shop", name="guardchoice_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="guardchoice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id}"
