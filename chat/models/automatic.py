"""What a shop answers by itself while it is closed."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class AutomaticAnswer(DeskOwned):
    """One shop's off-hours answer, in the languages that it has words for."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    on = models.BooleanField(default=False)
    texts: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    """By language code; a language without words is answered in the first that has some."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("automatic_answer"),
            DeskKey("shop", name="automatic_answer_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="automatic_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id}"
