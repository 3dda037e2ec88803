"""Orders at risk in words. No queries, no rules."""

from datetime import datetime

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from returns.domain.risks import passed
from returns.queries.risk_words import RISKS
from returns.queries.risks import Row
from sellerdesk.access import Here
from sellerdesk.domain import permissions


register = template.Library()
WHY: dict[str, Promise] = {
    "note": gettext_lazy("The buyer left a note with the order, and nobody has read it here yet."),
    "ship": gettext_lazy("It must be shipped soon, and nothing tells that it has left."),
    "ship_late": gettext_lazy("It should have been shipped by now, and nothing tells that it has left."),
    "quiet": gettext_lazy("It was shipped, and nothing has been told of it since."),
    "late": gettext_lazy("It has been on its way for longer than usual and is not told as delivered."),
}
NEXT: dict[str, Promise] = {
    "note": gettext_lazy("Read the note"),
    "ship": gettext_lazy("Ship it"),
    "ship_late": gettext_lazy("Ship it, write"),
    "quiet": gettext_lazy("Ask the carrier"),
    "late": gettext_lazy("Write to the buyer"),
}
OUTCOMES: dict[str, Promise] = {
    "shipped": gettext_lazy("it was shipped"),
    "delivered": gettext_lazy("it was delivered"),
    "refused": gettext_lazy("the buyer did not take it"),
    "cancelled": gettext_lazy("it was cancelled"),
    "struck": gettext_lazy("the marketplace struck it"),
    "read": gettext_lazy("the note was read"),
    "done": gettext_lazy("closed by a person"),
    "changed": gettext_lazy("the marketplace told something else"),
    "later": gettext_lazy("it has become a late delivery"),
    "lapsed": gettext_lazy("it waited for 30 days"),
    "not_watched": gettext_lazy("the shop does not watch this any more"),
}
FATES: dict[str, Promise] = {
    "reached": gettext_lazy("Delivered"),
    "refused": pgettext_lazy("order", "Refused"),
    "cancelled": gettext_lazy("Cancelled"),
    "on_way": gettext_lazy("Neither yet"),
}
STATUS: dict[str, Promise] = {
    "placed": gettext_lazy("placed"),
    "shipped": gettext_lazy("shipped"),
    "delivered": gettext_lazy("delivered"),
    "completed": gettext_lazy("completed"),
    "refused": pgettext_lazy("order", "refused"),
    "cancelled": pgettext_lazy("order", "cancelled"),
}
LETTERS: dict[str, Promise] = {
    "queued": gettext_lazy("The message is being sent."),
    "sending": gettext_lazy("The message is being sent."),
    "moderated": gettext_lazy("The marketplace is looking at the message."),
    "sent": gettext_lazy("The message has reached the buyer’s chat."),
    "refused": gettext_lazy("The message did not go out: the chat says why."),
    "unknown": gettext_lazy("It is not known yet whether the message arrived; this is being checked."),
    "by_hand": gettext_lazy("The message waits to be carried over by hand."),
    "cancelled": gettext_lazy("The message was taken back."),
}


@register.filter
def sees_orders(here: Here) -> bool:
    """Whether the reader may see orders, and with them those at risk."""
    return here.may(permissions.ORDERS_SEE)


@register.filter
def risk_name(risk: str) -> str:
    """What is wrong, in a word or two."""
    return str(RISKS[risk])


@register.simple_tag
def risk_why(row: Row, now: datetime) -> str:
    """What is wrong, as a sentence."""
    return str(WHY[_case(row, now)])


@register.simple_tag
def risk_to_do(row: Row, now: datetime) -> str:
    """What a row of the list waits for; of one that is over, how it ended."""
    return str(NEXT[_case(row, now)]) if row.is_open else str(OUTCOMES[row.outcome])


@register.filter
def risk_outcome(code: str) -> str:
    """How it ended."""
    return str(OUTCOMES[code])


@register.filter
def order_status(status: str) -> str:
    """How far the order is."""
    return str(STATUS[status])


@register.filter
def fate_name(fate: str) -> str:
    """What became of orders."""
    return str(FATES[fate])


@register.filter
def letter_fate(delivery: str) -> str:
    """What became of the message; where the chat does not know it any more, that."""
    return str(LETTERS[delivery]) if delivery in LETTERS else _("The chat does not know this message any more.")


def _case(row: Row, now: datetime) -> str:
    return "ship_late" if passed(row.risk, row.ship_by, now) else row.risk
