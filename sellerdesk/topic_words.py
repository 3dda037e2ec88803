"""What topics are called."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from sellerdesk.domain.topics import keys


NAMES = {
    keys.SIZE: pgettext_lazy("topic", "size"),
    keys.QUALITY: pgettext_lazy("topic", "quality"),
    keys.NOT_DESCRIBED: _("not as described"),
    keys.DAMAGED: pgettext_lazy("topic", "damaged"),
    keys.WRONG_ITEM: _("wrong item"),
    keys.MISSING: _("something missing"),
    keys.PACKAGING: pgettext_lazy("topic", "packaging"),
    keys.DELIVERY: pgettext_lazy("topic", "delivery"),
    keys.SERVICE: pgettext_lazy("topic", "service"),
    keys.PRICE: pgettext_lazy("topic", "price"),
    keys.COLOUR: pgettext_lazy("topic", "colour"),
    keys.SMELL: pgettext_lazy("topic", "smell"),
    keys.TASTE: pgettext_lazy("topic", "taste"),
    keys.SPOILED: _("spoiled or stale"),
    keys.FAKE: _("not genuine"),
}


def name(topic: str) -> str:
    """A topic in the reader's language; one that is no topic by its own key."""
    return str(NAMES.get(topic, topic))
