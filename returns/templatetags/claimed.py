"""Claims in words: what is wanted, why, how it stands, what comes by itself. No queries, no rules."""

from datetime import datetime

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from returns.domain.clocks import ASKED
from returns.domain.facts import ACCEPTED, BUYER, CLOCK, MARKETPLACE, SHOP, WAITING
from returns.queries import reason_words
from returns.queries.listing import Row
from returns.queries.reading import Claim
from sellerdesk import wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.feed import sentences


register = template.Library()
WANTS: dict[str, Promise] = {
    "refund": gettext_lazy("Refund wanted"),
    "return": gettext_lazy("Return wanted"),
    "exchange": gettext_lazy("Exchange wanted"),
    "repair": gettext_lazy("Repair wanted"),
    "reship": gettext_lazy("Sending again wanted"),
}
REASONS = reason_words.REASONS
MONEY: dict[str, Promise] = {
    "asked": gettext_lazy("not decided"),
    "agreed": gettext_lazy("agreed"),
    "partly": gettext_lazy("agreed in part"),
    "refused": gettext_lazy("turned down"),
    "paying": gettext_lazy("being paid back"),
    "paid": gettext_lazy("paid back"),
    "failed": gettext_lazy("payment failed, to be repeated"),
    "dropped": gettext_lazy("nothing to pay: withdrawn or closed"),
}
GOODS: dict[str, Promise] = {
    "with_shop": gettext_lazy("not shipped yet"),
    "going": gettext_lazy("on the way to the buyer"),
    "with_buyer": gettext_lazy("with the buyer"),
    "coming": gettext_lazy("on the way back"),
    "arrived": gettext_lazy("arrived, not checked yet"),
    "received": gettext_lazy("received back"),
    "not_sent": gettext_lazy("not sent back"),
    "lost": gettext_lazy("lost on the way"),
    "kept": gettext_lazy("kept by the buyer"),
    "wrong": gettext_lazy("something else came back"),
    "restocked": gettext_lazy("back in stock"),
    "written_off": gettext_lazy("written off"),
    "repaired": gettext_lazy("repaired"),
}
TALK: dict[str, Promise] = {
    "shop": gettext_lazy("your turn"),
    "buyer": gettext_lazy("the buyer’s turn"),
    "nobody": gettext_lazy("nothing to answer"),
    "marketplace": gettext_lazy("with the marketplace"),
    "for_buyer": gettext_lazy("ruled for the buyer"),
    "for_shop": gettext_lazy("ruled for the shop"),
    "closed": gettext_lazy("closed"),
}
EVENTS: dict[str, Promise] = {
    "agreed": gettext_lazy("Agreed, the goods are to come back"),
    "agreed_outright": pgettext_lazy("claim", "Agreed"),
    "partly_agreed": gettext_lazy("Agreed in part"),
    "refused": gettext_lazy("Refused"),
    "changed": gettext_lazy("The claim was changed"),
    "offered": gettext_lazy("Something else was offered"),
    "sent_back": gettext_lazy("Sent back"),
    "signed": gettext_lazy("The parcel arrived"),
    "received": gettext_lazy("The goods are back"),
    "marketplace_joined": gettext_lazy("The marketplace joined"),
    "ruled_for_buyer": gettext_lazy("The marketplace ruled for the buyer"),
    "ruled_for_seller": gettext_lazy("The marketplace ruled for the shop"),
    "refunded": gettext_lazy("The money was paid back"),
    "refund_failed": gettext_lazy("The payment failed"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "closed": pgettext_lazy("claim", "Closed"),
    "not_sent": gettext_lazy("Closed, since nothing was sent back"),
    "shipped": gettext_lazy("Shipped"),
    "shipped_in_time": gettext_lazy("Shipped in time: the claim is closed"),
    "delivered": gettext_lazy("Delivered"),
}
ACTORS: dict[int, Promise] = {
    BUYER: gettext_lazy("by the buyer"),
    SHOP: gettext_lazy("by the shop"),
    MARKETPLACE: gettext_lazy("by the marketplace"),
    CLOCK: gettext_lazy("by itself"),
}
TODO_OF: dict[str, Promise] = {
    "coming_back": gettext_lazy("On the way back"),
    "arrived": gettext_lazy("Check the parcel"),
    "to_settle": gettext_lazy("Settle"),
    "refused": gettext_lazy("Buyer’s turn"),
    "awaiting_return": gettext_lazy("Buyer’s turn"),
}
DECIDED: dict[str, Promise] = {
    "waiting": gettext_lazy("Second person"),
    "queued": gettext_lazy("Being sent"),
    "unknown": gettext_lazy("Unknown"),
    "by_hand": gettext_lazy("By hand"),
    "sent": gettext_lazy("Decided"),
}
"""How far a decision of ours is, by its state; others are being sent."""
_BY_ITSELF: dict[str, Promise] = {
    "agreed": gettext_lazy("At %(when)s the marketplace agrees to the return by itself."),
    "closed": gettext_lazy("At %(when)s the claim is closed by itself, unless the buyer does something."),
    "not_sent": gettext_lazy("At %(when)s the claim is closed by itself, unless the buyer sends the goods back."),
}


@register.filter
def may_rule(here: Here) -> bool:
    """Whether the reader may write rules for automatic decisions."""
    return here.may(permissions.SHOPS_MANAGE)


@register.filter
def wanted(code: str) -> str:
    """What the buyer wants."""
    return str(WANTS[code])


@register.filter
def reason(code: str) -> str:
    """Why, in our taxonomy."""
    return str(REASONS.get(code, code))


def reasons() -> dict[str, str]:
    """All reasons in the reader's language, by code; the empty one is an empty text."""
    return {code: str(word) if code else "" for code, word in REASONS.items()}


@register.filter
def money_axis(code: str) -> str:
    """How the money stands."""
    return str(MONEY[code])


@register.filter
def goods_axis(code: str) -> str:
    """Where the goods are."""
    return str(GOODS[code])


@register.filter
def talk_axis(code: str) -> str:
    """Whose turn it is."""
    return str(TALK[code])


@register.filter
def event(code: str) -> str:
    """What happened."""
    return str(EVENTS[code])


@register.filter
def actor(by: int) -> str:
    """Who did it."""
    return str(ACTORS[by])


@register.filter
def sentence(code: str) -> str:
    """What a ruling means."""
    return sentences.sentence(code)


@register.filter
def to_do(row: Row) -> str:
    """What a row of the list waits for, in a word or two."""
    if row.ruling not in {ACCEPTED, WAITING}:
        return _("Rejected")
    if not row.is_open:
        return str(TALK["closed"])
    if row.decision:
        return str(DECIDED.get(row.decision, DECIDED["queued"]))
    if row.stage in ASKED:
        return _("Decide")
    return str(TODO_OF[row.stage]) if row.stage else str(TALK[row.talk])


@register.simple_tag
def by_itself(claim: Claim, now: datetime) -> str:
    """What happens when the clock of a claim runs out, with the moment and the amount; nothing where none runs."""
    if claim.due_at is None:
        return ""
    when = {"when": wording.ahead(claim.due_at, now=now) if claim.due_at > now else wording.stamp(claim.due_at, now=now)}
    if now > claim.due_at and claim.outcome:
        return _("The time ran out at %(when)s. What the marketplace has done by itself is told with its next facts.") % when
    if claim.outcome == "refunded":
        return _paid_back(claim, when)
    if claim.outcome:
        return str(_BY_ITSELF[claim.outcome]) % when
    if claim.stage == "awaiting_return":
        return _("Until %(when)s the buyer can bring the goods back.") % when
    if claim.told_due_at == claim.due_at:
        return _("The marketplace wants an answer by %(when)s. What happens then is not known.") % when
    return _("To be done by %(when)s. As far as is known, nothing happens by itself then.") % when


def _paid_back(claim: Claim, when: dict[str, str]) -> str:
    """Of what was agreed in part, the last part that was offered, not all that was asked for."""
    minor, currency = claim.amount_minor, claim.amount_currency
    if claim.money == "partly":
        parts = (one for one in reversed(claim.course) if one.event == "partly_agreed" and not one.ruling)
        minor, currency = next(((one.amount_minor, one.amount_currency) for one in parts), (None, ""))
        if minor is None:
            return _("At %(when)s the marketplace pays the agreed part back by itself.") % when
    if minor is None:
        return _("At %(when)s the marketplace pays everything back by itself.") % when
    return _("At %(when)s the marketplace pays %(amount)s back by itself.") % (when | {"amount": wording.money(minor, currency)})
