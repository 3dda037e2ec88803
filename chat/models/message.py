"""The message ledger: what was said in a conversation, and how it was changed."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Message(DeskVouched):
    """One message, told by the marketplace (`record` is its feed record) or written here (`client_key`), or both.

    Of one that was written here, what the marketplace tells of it later is added to the same row: it is never shown twice.
    """

    class Sender(models.IntegerChoices):
        """At one instant they speak in this order."""

        BUYER = 1
        SHOP = 2
        MARKETPLACE = 3

    class Delivery(models.TextChoices):
        """What became of one that was written here; empty for what was told."""

        TOLD = ""
        QUEUED = "queued"
        SENDING = "sending"
        MODERATED = "moderated"
        SENT = "sent"
        REFUSED = "refused"
        UNKNOWN = "unknown"
        BY_HAND = "by_hand"
        CANCELLED = "cancelled"

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    arrival = models.IntegerField()
    """Its number in the thread, in the order in which we learnt of them."""
    at = models.DateTimeField()
    sender = models.SmallIntegerField(choices=Sender)
    text = models.TextField(blank=True)
    """As it was first told or written."""
    new_text = models.TextField(null=True)
    """As it was changed since."""
    changed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, related_name="+")
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    order_ref = models.TextField(null=True)
    files = models.SmallIntegerField(default=0)
    outside_id = models.TextField(null=True)
    """The marketplace's; null while it has not said any."""
    matched = models.BooleanField(default=False)
    """Of one written here: its outside id was found by its words alone, no receipt gave it."""
    written_at = models.DateTimeField(null=True)
    """Of one written here whose `at` the marketplace has told since: when it was written."""
    record = models.BigIntegerField(null=True)
    content_hash = models.BinaryField(max_length=32, null=True)
    automatic = models.BooleanField(default=False)
    """Sent by the desk itself outside working hours: never a person's answer."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    client_key = models.UUIDField(null=True)
    """Given by the browser that sent it: the same send twice is one message."""
    covers = models.IntegerField(null=True)
    """Of one written here: the newest arrival that its author had seen. What came without being seen is not answered by it."""
    delivery = models.CharField(max_length=10, choices=Delivery, blank=True, default="")
    outbound = models.BigIntegerField(null=True)
    not_before = models.DateTimeField(null=True)
    """Sent later: until then it is no answer."""
    reason = models.TextField(blank=True)
    """Why it was refused, as a sentence."""

    class Meta:
        constraints: ClassVar = [
            DeskKey("thread", name="message_thread_in_shop", along="shop"),
            DeskKey("buyer", name="message_buyer_in_desk"),
            DeskKey("product", name="message_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="message_once_per_shop"),
            models.UniqueConstraint(fields=["desk", "thread", "arrival"], name="message_arrival_once"),
            models.UniqueConstraint(fields=["desk", "client_key"], condition=models.Q(client_key__isnull=False), name="message_sent_once"),
            desk_and_id("message"),
            models.CheckConstraint(condition=models.Q(sender__in=[1, 2, 3]), name="message_sender_is_known"),
            models.CheckConstraint(
                condition=models.Q(client_key__isnull=False) | models.Q(record__isnull=False, outside_id__isnull=False, delivery=""),
                name="message_is_told_or_written_here",
            ),
            models.CheckConstraint(
                condition=models.Q(client_key__isnull=True) | (models.Q(sender=2, covers__isnull=False) & ~models.Q(delivery="")),
                name="message_written_here_is_the_shops",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "thread", "at", "sender", "id"], name="message_of_thread"),
            models.Index(
                fields=["desk", "thread", "id"],
                condition=models.Q(client_key__isnull=False, outside_id__isnull=True),
                name="message_without_echo",
            ),
        ]

    def __str__(self) -> str:
        return self.outside_id or str(self.client_key)


class MessageChange(DeskVouched):
    """A message edited or removed (`text` null): the latest by (`at`, outside id) counts."""

    class By(models.IntegerChoices):
        BUYER = 1
        SHOP = 2
        MARKETPLACE = 3

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    message_ref = models.TextField()
    record = models.BigIntegerField()
    at = models.DateTimeField()
    content_hash = models.BinaryField(max_length=32)
    ruling = models.CharField(max_length=40, blank=True)
    by = models.SmallIntegerField(choices=By)
    text = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            DeskKey("shop", name="message_change_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="message_change_once_per_shop"),
            desk_and_id("message_change"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "message_ref"], name="message_change_of_message")]

    def __str__(self) -> str:
        return self.outside_id


class Said(DeskVouched):
    """The words of one message as it stands, folded for the search (`sellerdesk.domain.searching`). A removed one has none.

    Apart from the message, since each new version of a row costs its trigrams again.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    message = DeskForeignKey(Message, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            DeskKey("thread", name="said_thread_in_shop", along="shop"),
            DeskKey("message", name="said_message_in_desk"),
            models.UniqueConstraint(fields=["desk", "message"], name="said_once_per_message"),
            models.UniqueConstraint(fields=["desk", "id"], name="message_said_desk_id"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["desk", "words"], opclasses=["int8_ops", "gin_trgm_ops"], name="message_said_words"),
            models.Index("desk", "shop", F("at").desc(), F("message").desc(), name="message_said_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}"
