"""Signals of refusals and claims in words. No queries, no rules."""

from decimal import Decimal

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

from returns.domain.rates import Rate
from returns.queries.signal_words import title
from returns.queries.signals import Signal
from sellerdesk import wording


register = template.Library()
CAUSES: dict[str, Promise] = {
    "": gettext_lazy("not clear yet"),
    "description": gettext_lazy("the description"),
    "photo": gettext_lazy("the photos"),
    "size_table": gettext_lazy("the size table"),
    "packaging": gettext_lazy("the packaging"),
    "carrier": gettext_lazy("the carrier"),
    "batch": gettext_lazy("the batch"),
    "stock": gettext_lazy("picking in the warehouse"),
}
NEXT: dict[str, Promise] = {
    "": gettext_lazy("Read the rows below: what do these buyers have in common? Ask one or two of them."),
    "description": gettext_lazy("Read the description beside what buyers say, and change what promises too much or says too little."),
    "photo": gettext_lazy("Lay the goods beside the photos in daylight, and take new ones where the colour or look differs."),
    "size_table": gettext_lazy("Measure some pieces, correct the size table, and say in the listing whether it runs small or large."),
    "packaging": gettext_lazy("Look at the photos of damage, pack some parcels anew, and check that nothing is left out."),
    "carrier": gettext_lazy("Compare couriers and regions of these orders, and talk to the carrier or choose another one there."),
    "batch": gettext_lazy("Take some pieces of the batch from the shelf and test them; stop selling it until you know."),
    "stock": gettext_lazy("Check the place and label of this article in the warehouse, and who picks it."),
}
BUYER_NEXT = gettext_lazy("Read what this buyer says, write to them before the next order leaves, and see whether they are reached at all.")
OUTCOMES: dict[str, Promise] = {
    "done": gettext_lazy("closed by a person"),
    "fell": gettext_lazy("usual again by itself"),
    "rose": gettext_lazy("its returns have risen: they are a signal of their own"),
}
STAGES: dict[int, Promise] = {
    0: pgettext_lazy("returns", "claim"),
    1: gettext_lazy("refused before shipping"),
    2: gettext_lazy("refused on the way"),
    3: gettext_lazy("refused at pick-up"),
    4: gettext_lazy("not collected in time"),
}


@register.filter
def signal_title(one: Signal) -> str:
    """What it is, in a few words."""
    return title(one)


@register.filter
def signal_number(one: Signal) -> str:
    """How much of how many."""
    if one.sort == "complaints":
        return ngettext("%(shown)s complaint", "%(shown)s complaints", one.hits) % {"shown": wording.number(one.hits)}
    numbers = {"hits": wording.number(one.hits), "shown": wording.number(one.lines)}
    if one.sort == "buyer":
        return ngettext("%(hits)s of %(shown)s order", "%(hits)s of %(shown)s orders", one.lines) % numbers
    return ngettext("%(hits)s of %(shown)s ordered line", "%(hits)s of %(shown)s ordered lines", one.lines) % numbers


@register.filter
def signal_cause(one: Signal) -> str:
    """The likely cause."""
    return str(CAUSES[one.cause])


@register.filter
def signal_next(one: Signal) -> str:
    """What to do next."""
    return str(BUYER_NEXT if one.sort == "buyer" else NEXT[one.cause])


@register.filter
def signal_outcome(code: str) -> str:
    """How it ended."""
    return str(OUTCOMES[code])


@register.filter
def behind_what(stage: int) -> str:
    """A claim, or where an order was not taken."""
    return str(STAGES[stage])


@register.filter
def usual_percent(ppm: int) -> Decimal:
    """A share in millionths as percent."""
    return Decimal(ppm) / 10_000


@register.filter
def share_percent(rate: Rate) -> Decimal:
    """A share of at least one as percent."""
    return Decimal(rate.hits) * 100 / rate.count


@register.filter
def interval(rate: Rate) -> str:
    """The 95 % interval of a share, in whole percent."""
    return _("%(low)s–%(high)s %%") % {"low": round(rate.low * 100), "high": round(rate.high * 100)}
