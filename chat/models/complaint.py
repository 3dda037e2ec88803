"""What buyers complain of in conversations, and where such complaints come together."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Complaint(DeskVouched):
    """A topic that the buyer complains of in a conversation, and when for the first time. No words are kept.

    Of erased words nobody can read any more what they complained of, so what was found before stays.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    """The thread's. Without one it counts nowhere, until a message names one."""
    topic = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("chat_complaint"),
            DeskKey("thread", name="chat_complaint_thread_in_shop", along="shop"),
            DeskKey("product", name="chat_complaint_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "thread", "topic"], name="chat_complaint_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["desk", "shop", "product", "topic", "at"],
                name="chat_complaint_of_product",
                condition=models.Q(product__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.topic}"


class ComplaintSignal(DeskVouched):
    """Complaints of one topic about one product that came together in conversations, or did when it was open last.

    `since` is its first complaint, `ripe` the one that made it a signal. It is nobody's work here: what may come back for it is the
    work of the room of returns.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20)
    since = models.DateTimeField()
    ripe = models.DateTimeField()
    newest = models.DateTimeField()
    number = models.IntegerField()
    why = models.CharField(max_length=10)
    is_open = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("complaint_signal"),
            DeskKey("shop", name="complaint_signal_shop_in_desk"),
            DeskKey("product", name="complaint_signal_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "product", "topic"], name="complaint_signal_once"),
            models.CheckConstraint(condition=models.Q(why__in=["close", "rate"]), name="complaint_signal_why_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.topic}"
