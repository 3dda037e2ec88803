"""What signals of refusals and claims are called, for pages and for lists of work."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from returns.queries.reason_words import REASONS
from returns.queries.signals import Signal


SORTS: dict[str, Promise] = {
    "refused": gettext_lazy("Not taken beyond the usual"),
    "claimed": gettext_lazy("Claimed back beyond the usual"),
    "product_reason": gettext_lazy("A reason rises: %(reason)s"),
    "reason": gettext_lazy("A reason rises in the whole shop: %(reason)s"),
    "buyer": gettext_lazy("A buyer refuses again and again"),
    "complaints": gettext_lazy("Complaints before returns: %(topic)s"),
}
TOPICS: dict[str, Promise] = {
    "size": gettext_lazy("the size"),
    "quality": gettext_lazy("the quality"),
    "not_described": gettext_lazy("not as described"),
    "damaged": gettext_lazy("it is damaged"),
    "wrong_item": gettext_lazy("wrong item"),
    "missing": gettext_lazy("something is missing"),
    "packaging": gettext_lazy("the packaging"),
    "delivery": gettext_lazy("the delivery"),
    "colour": gettext_lazy("the colour"),
    "smell": gettext_lazy("the smell"),
    "taste": gettext_lazy("the taste"),
    "spoiled": gettext_lazy("it is spoiled"),
    "fake": gettext_lazy("said to be a fake"),
}


def title(one: Signal) -> str:
    """What it is, in a few words."""
    return str(SORTS[one.sort]) % {"reason": str(REASONS.get(one.reason, one.reason)), "topic": str(TOPICS.get(one.topic, one.topic))}
