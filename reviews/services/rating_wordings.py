"""What is said about rating a buyer: why not, what it does with the order's own dates. Moments are the shop's."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop, ngettext

from reviews.domain.rating import Code, Effect, WhyNot
from reviews.domain.verdicts import Verdict
from sellerdesk import wording
from sellerdesk.errors import Refusal
from sellerdesk.shops import ShopFacts


# A worker knows no reader: who shows them translates them.
ELSEWHERE = gettext_noop("The buyer was rated elsewhere.")
STRUCK = gettext_noop("The order was struck.")
TOO_LATE = gettext_noop("The time for it ended before the marketplace could be reached.")
CALLED_OFF = gettext_noop("It was called off on the page of deliveries.")


def moment(at: datetime, shop: ShopFacts, now: datetime) -> str:
    """A moment by the shop's clock, as short as it can be told: to the minute."""
    with timezone.override(shop.zone):
        return wording.ahead(at, now=now) if at > now else wording.stamp(at, now=now)


def exactly(at: datetime, shop: ShopFacts) -> str:
    """The moment by the shop's clock to the second, with its day and offset."""
    with timezone.override(shop.zone):
        local = at.astimezone(shop.zone)
        return _("%(day)s %(clock)s") % {"day": wording.whole_day(local.date()), "clock": f"{local:%H:%M:%S (UTC%z)}"}


def refusal(why: WhyNot, shop: ShopFacts, now: datetime) -> Refusal:
    """Why a buyer may not be rated, as a sentence for a person."""
    when = moment(why.since, shop, now) if why.since is not None else ""
    match why.code:
        case "review_window_closed":
            return Refusal(why.code, _("The buyer could be rated until %(when)s.") % {"when": when}, _("The window does not open again."))
        case "trade_struck":
            return Refusal(why.code, _("The order was struck %(when)s, so nothing about it counts.") % {"when": when})
    return Refusal(why.code, *_PLAIN[why.code]())


_PLAIN = {
    "rating_not_offered": lambda: (_("This marketplace does not let shops rate buyers."), ""),
    "already_rated": lambda: (_("The shop has rated this already, or the rating is on its way."), _("A line is rated once.")),
    "order_not_reviewable": lambda: (_("The marketplace takes no reviews of this order."), ""),
    "order_not_completed": lambda: (_("The order is not completed yet."), _("Rate it once it is.")),
    "line_missing": lambda: (_("It is not said which line of the order is meant."), _("Name the line.")),
    "line_unknown": lambda: (_("The order has no such line."), _("Load the page again and repeat.")),
}


def unplaced(code: Code) -> Refusal:
    """An order is named, and none of its lines."""
    return Refusal(code, *_PLAIN[code]())


def text_missing() -> Refusal:
    """A neutral or bad rating says why."""
    return Refusal("text_missing", _("A neutral or bad rating needs words."), _("Say in a sentence what happened."))


def verdict_missing() -> Refusal:
    """Nothing was chosen."""
    return Refusal("verdict_missing", _("It is not said how the buyer is rated."), _("Choose good, neutral or bad."))


def too_many() -> Refusal:
    """More than may be rated in one go."""
    return Refusal("too_many_ratings", _("At most 200 can be rated at once."), _("Rate the rest afterwards."))


def key_used() -> Refusal:
    """One key, two different ratings."""
    return Refusal("key_used", _("This key was used for another rating."), _("Take a new key for each rating."))


def left(reasons: dict[Code, int]) -> list[str]:
    """Why some were left out, a clause for each reason."""
    said = []
    for code, number in reasons.items():
        count = {"number": wording.number(number)}
        if code == "already_rated":
            said.append(ngettext("%(number)s was rated already", "%(number)s were rated already", number) % count)
        elif code == "review_window_closed":
            said.append(ngettext("for %(number)s the time is over", "for %(number)s the time is over", number) % count)
        elif code == "trade_struck":
            said.append(ngettext("%(number)s was struck", "%(number)s were struck", number) % count)
        else:
            said.append(ngettext("%(number)s cannot be rated", "%(number)s cannot be rated", number) % count)
    return said


def effects(found: Effect, shop: ShopFacts, now: datetime) -> tuple[str, str]:
    """What rating the buyer now does, and what silence does, in a sentence or two each (rulebook 11, 12)."""
    last = moment(found.until, shop, now)
    if found.deleted:
        return _("The buyer's review was deleted: whatever you say, nothing counts for you."), _("If you say nothing, nothing is given.")
    if found.buyer is None:
        return _unreviewed(found, last)
    assert found.rated_good is not None
    assert found.silent is not None
    dates = {"soon": moment(found.rated_good.since, shop, now), "last": last}
    rated = _REVIEWED[found.buyer]() % dates
    if found.default_good:
        return rated, _("If you say nothing, it counts from %(last)s, and you will have given a default good then.") % dates
    return rated, _("If you say nothing, it counts from %(last)s, and nothing is given in your name.") % dates


_REVIEWED = {
    Verdict.GOOD: lambda: _("Rate now, and the buyer's good review counts from about %(soon)s."),
    Verdict.NEUTRAL: lambda: _("Rate now, and the buyer's neutral review counts from about %(soon)s."),
    Verdict.BAD: lambda: _("Rate now, and the buyer's bad review counts from about %(soon)s."),
}


def _unreviewed(found: Effect, last: str) -> tuple[str, str]:
    dates = {"last": last}
    if found.rated_good is None:
        rated = _("Rate now, and a review by the buyer counts half an hour after it comes instead of on %(last)s.")
        return rated % dates, _("If you say nothing, a review by the buyer counts from %(last)s.") % dates
    rated = _("Rate good now: if the buyer stays silent, you will have been given a default good on %(last)s.")
    soon = _("A review by the buyer counts half an hour after it comes.")
    silent = _("If you say nothing and the buyer gives good by then, you will have given a default good on %(last)s.")
    return f"{rated % dates} {soon}", f"{silent % dates} {_('If both stay silent, nothing counts.')}"
