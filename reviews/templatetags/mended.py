"""Offers and appeals in words. No queries, no rules."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import gettext_lazy, pgettext_lazy

from reviews.domain.appeals import Reason, State
from reviews.domain.offers import Channel, Kind, State as OfferState
from sellerdesk import wording
from sellerdesk.marketplaces import reasons


register = template.Library()
NONE = "–"
REASONS = {
    Reason.OFF_TOPIC: gettext_lazy("Not about the product"),
    Reason.THREAT: gettext_lazy("Threat or extortion"),
    Reason.COMPETITOR: gettext_lazy("Competitor"),
    Reason.ABUSE: gettext_lazy("Abuse or private data"),
    Reason.SPAM: gettext_lazy("Advertising or spam"),
    Reason.OTHER: gettext_lazy("Something else"),
}
LEAVES = {
    "other_product": gettext_lazy("It is about another product or another shop"),
    "not_the_product": gettext_lazy("It is about the marketplace or the delivery, not the product"),
    "demand": gettext_lazy("Asks for money or goods under threat of a bad review"),
    "coercion": gettext_lazy("Threatens with something else"),
    "competitor": gettext_lazy("Left by a competitor"),
    "paid": gettext_lazy("Left by a paid reviewer"),
    "insults": gettext_lazy("Insults or obscene words"),
    "private_data": gettext_lazy("Somebody’s private data"),
    "advertising": gettext_lazy("Advertises something else"),
    "links": gettext_lazy("Links or contacts"),
    "other": gettext_lazy("Another rule is broken; say which"),
}
_STATES = {
    State.SENDING: (gettext_lazy("being sent"), ""),
    State.WAITING: (gettext_lazy("with the marketplace"), "accent"),
    State.GRANTED: (gettext_lazy("granted"), "ok"),
    State.REFUSED: (pgettext_lazy("appeal", "refused"), "late"),
    State.WITHDRAWN: (gettext_lazy("withdrawn"), ""),
    State.NOT_SENT: (gettext_lazy("not sent"), "late"),
    State.MOOT: (gettext_lazy("the review was gone first"), ""),
}
KINDS = {
    Kind.REPLACEMENT: gettext_lazy("Replacement"),
    Kind.PART: gettext_lazy("Spare part"),
    Kind.REFUND: gettext_lazy("Refund"),
    Kind.PARTIAL_REFUND: gettext_lazy("Partial refund"),
    Kind.GIFT: gettext_lazy("Gift for a defect"),
    Kind.DISCOUNT: gettext_lazy("Discount"),
    Kind.OTHER: gettext_lazy("Other"),
}
CHANNELS = {
    Channel.CHAT: gettext_lazy("in chat"),
    Channel.PUBLIC: gettext_lazy("in a public answer"),
    Channel.PHONE: gettext_lazy("by phone"),
    Channel.MARKETPLACE: gettext_lazy("through the marketplace"),
}
ANSWERS = {
    OfferState.WAITING: gettext_lazy("Waits for an answer"),
    OfferState.AGREED: gettext_lazy("Agreed"),
    OfferState.DONE: gettext_lazy("Shipped or paid"),
    OfferState.DECLINED: gettext_lazy("Declined"),
    OfferState.NO_ANSWER: gettext_lazy("No answer"),
}
_TONES = {OfferState.AGREED: "ok", OfferState.DONE: "ok", OfferState.WAITING: "soon"}
_BECAME = {
    "good": gettext_lazy("changed to good"),
    "deleted": gettext_lazy("deleted"),
    "unchanged": gettext_lazy("unchanged"),
}


@register.filter
def reason(value: Reason) -> str:
    """A branch of the reasons."""
    return str(REASONS[Reason(value)])


@register.filter
def detail(leaf: str) -> str:
    """What is wrong with the review, as it was chosen."""
    return str(LEAVES.get(leaf, leaf))


@register.filter
def appeal_state(value: State) -> str:
    """Where an appeal stands."""
    return str(_STATES[State(value)][0])


@register.filter
def appeal_tone(value: State) -> str:
    """The dress of its badge."""
    return f"badge--{tone}" if (tone := _STATES[State(value)][1]) else ""


@register.filter
def reason_kept(said: str) -> str:
    """What was said to an appeal; our own sentences in the reader's language."""
    return reasons.shown(said)


@register.filter
def offer_kind(value: Kind) -> str:
    """What was offered."""
    return str(KINDS[Kind(value)])


@register.filter
def channel(value: str) -> str:
    """Where it was offered."""
    return str(CHANNELS[Channel(value)])


@register.filter
def offer_state(value: OfferState) -> str:
    """What came of it."""
    return str(ANSWERS[OfferState(value)])


@register.filter
def offer_tone(value: OfferState) -> str:
    """The dress of its badge."""
    return f"badge--{tone}" if (tone := _TONES.get(OfferState(value), "")) else ""


@register.filter
def became(value: str) -> str:
    """What became of the review afterwards."""
    return str(_BECAME[value])


@register.simple_tag
def share_of(part: int, whole: int) -> str:
    """A part of a whole in percent, one decimal; a dash of nothing."""
    return wording.percent((Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)) if whole else NONE
