"""A conversation with a buyer, and where it stands."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


WAITS = models.Q(waiting_since__isnull=False)
HAS_ONE = models.Q(assignee__isnull=False)


class Thread(DeskVouched):
    """One conversation of one shop. Everything but assignee, done and seen is a fold of its messages (`services.folding`).

    Where earlier contents put all its messages elsewhere, `messages` is 0: it is in no list, and keeps its notes.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, related_name="+")
    """Who the latest message says it is."""
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    """What the latest message that names a product names."""
    order_ref = models.TextField(null=True)
    """What the latest message that names an order names. With one it is after-sale, without one pre-sale."""
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_sender = models.SmallIntegerField()
    excerpt = models.TextField(blank=True)
    """The beginning of the latest message that is shown; empty where it is removed or holds files alone."""
    files = models.IntegerField(default=0)
    """Attachments of all its messages."""
    messages = models.IntegerField(default=0)
    arrivals = models.IntegerField(default=0)
    """How many messages ever came or were written here: the number of the newest. What was seen is told by it."""
    seen_arrival = models.IntegerField(default=0)
    """The newest arrival when somebody of the team last had it open: a team answers as one, so it is read for all."""
    unread = models.IntegerField(default=0)
    waiting_since = models.DateTimeField(null=True)
    """When the first message was written that no person has answered; null while it is the buyer's turn."""
    answered_at = models.DateTimeField(null=True)
    """The latest answer of a person, here or elsewhere."""
    done_at = models.DateTimeField(null=True)
    done_arrival = models.IntegerField(default=0)
    """What had been seen when somebody last said that it is done (`Finish`): anything newer opens it again."""
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    counted = models.IntegerField(default=0)
    """The newest arrival that this row is a fold of: a thread that has only grown is folded on from here."""
    heard = models.IntegerField(default=0, db_default=0)
    """The newest arrival that was looked through for complaints (`Complaint`); 0 where all of them are to be looked through anew."""
    told_at = models.DateTimeField(null=True)
    """The latest answer that the marketplace told of and that was not written here: it answers all that was asked before it."""
    covered = models.IntegerField(default=0)
    """The newest arrival that somebody here had seen when answering."""
    settled = models.BooleanField(default=False)
    """Whether words, rounds and attachments are kept as its messages are now; a worker sees to it after each change."""

    class Meta:
        constraints: ClassVar = [
            DeskKey("shop", name="thread_shop_in_desk"),
            DeskKey("buyer", name="thread_buyer_in_desk"),
            DeskKey("product", name="thread_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="thread_once_per_shop"),
            models.UniqueConstraint(fields=["desk", "shop", "id"], name="thread_desk_shop_id"),
            # Last, for the reason given at Order.
            desk_and_id("thread"),
            models.CheckConstraint(
                condition=models.Q(arrivals__gte=0, seen_arrival__gte=0, done_arrival__gte=0, unread__gte=0, messages__gte=0),
                name="thread_counts_are_not_negative",
            ),
        ]
        indexes: ClassVar = [
            models.Index("desk", "shop", F("last_at").desc(), F("id").desc(), name="thread_by_time"),
            models.Index("desk", "shop", F("last_at").desc(), F("id").desc(), condition=models.Q(unread__gt=0), name="thread_unread"),
            models.Index("desk", "shop", "waiting_since", "id", condition=WAITS, name="thread_waiting"),
            models.Index(
                "desk", "shop", F("last_at").desc(), F("id").desc(), condition=~WAITS & models.Q(done_at=None), name="thread_buyers_turn"
            ),
            models.Index(
                "desk", "shop", F("last_at").desc(), F("id").desc(), condition=models.Q(done_at__isnull=False), name="thread_done"
            ),
            # Apart, since after a year nearly all of a person's are done, and a list of the others must not walk over them.
            models.Index(
                "desk", "assignee", F("last_at").desc(), F("id").desc(), condition=HAS_ONE & models.Q(done_at=None), name="thread_mine"
            ),
            models.Index(
                "desk",
                "assignee",
                F("last_at").desc(),
                F("id").desc(),
                condition=HAS_ONE & models.Q(done_at__isnull=False),
                name="thread_mine_done",
            ),
            models.Index("desk", "product", F("last_at").desc(), F("id").desc(), name="thread_of_product"),
            models.Index("desk", "buyer", F("last_at").desc(), F("id").desc(), name="thread_of_buyer"),
            models.Index(fields=["desk", "shop", "order_ref"], condition=models.Q(order_ref__isnull=False), name="thread_of_order"),
            models.Index(fields=["desk", "shop", "id"], condition=models.Q(settled=False), name="thread_unsettled"),
            models.Index(fields=["desk", "shop", "id"], condition=models.Q(heard__lt=F("counted")), name="thread_unheard"),
        ]

    def __str__(self) -> str:
        return self.outside_id
