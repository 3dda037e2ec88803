"""What is said about rating a buyer: why not, what it does with the order's own dates. Moments are the shop's."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _, gettext_noop, ngettext

from reviews.domain.rating import AT_ONCE, Code, Effect, WhyNot
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
    """A moment by the shop's clock, to the minute, with its day, and its year where it is another."""
    local, today = at.astimezone(shop.zone), now.astimezone(shop.zone).date()
    return _("%(day)s %(clock)s") % {"day": wording.day(local.date(), today=today), "clock": f"{local:%H:%M}"}


def exactly(at: datetime, shop: ShopFacts) -> str:
    """The moment by the shop's clock to the second, with its day and offset."""
    local = at.astimezone(shop.zone)
    offset = f"{local:%z}"
    return _("%(day)s %(clock)s") % {"day": wording.whole_day(local.date()), "clock": f"{local:%H:%M:%S} (UTC{offset[:3]}:{offset[3:5]})"}


def refusal(why: WhyNot, shop: ShopFacts, now: datetime) -> Refusal:
    """Why a buyer may not be rated, as a sentence for a person."""
    when = moment(why.since, shop, now) if why.since is not None else ""
    match why.code:
        case "review_window_closed":
            return Refusal(why.code, _("The buyer could be rated until %(when)s.") % {"when": when}, _("The window does not open again."))
        case "trade_struck":
            return Refusal(why.code, _("The order was struck %(when)s, so nothing about it counts.") % {"when": when})
    return Refusal(why.code, *_PLAIN[why.code]())


_PLAIN: dict[Code, Callable[[], tuple[str, str]]] = {
    "rating_not_offered": lambda: (_("This marketplace does not let shops rate buyers."), ""),
    "already_rated": lambda: (_("The shop has rated this already, or the rating is on its way."), _("A line is rated once.")),
    "order_not_reviewable": lambda: (_("The marketplace takes no reviews of this order."), ""),
    "order_not_completed": lambda: (_("The order is not completed yet."), _("Rate it once it is.")),
    "line_missing": lambda: (_("It is not said which line of the order is meant."), _("Name the line.")),
    "line_unknown": lambda: (_("This line is not in the order."), _("Load the page again and repeat.")),
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
    message = _("At most %(most)s can be rated at once.") % {"most": wording.number(AT_ONCE)}
    return Refusal("too_many_ratings", message, _("Rate the rest afterwards."))


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
        return _("The buyer’s review was deleted: whatever you say, nothing counts for you."), _("If you say nothing, nothing is given.")
    if found.buyer is None:
        return _unreviewed(found, shop, last)
    assert found.rated_good is not None
    assert found.silent is not None
    dates = {"soon": moment(found.rated_good.since, shop, now), "last": last}
    rated = _REVIEWED[found.buyer]() % dates
    if found.default_good:
        return rated, _("If you say nothing, it counts from %(last)s, and you will have given a default good then.") % dates
    return rated, _("If you say nothing, it counts from %(last)s, and nothing is given in your name.") % dates


_REVIEWED = {
    Verdict.GOOD: lambda: _("Rate now, and the buyer’s good review counts from about %(soon)s."),
    Verdict.NEUTRAL: lambda: _("Rate now, and the buyer’s neutral review counts from about %(soon)s."),
    Verdict.BAD: lambda: _("Rate now, and the buyer’s bad review counts from about %(soon)s."),
}


def _unreviewed(found: Effect, shop: ShopFacts, last: str) -> tuple[str, str]:
    told = {"last": last, "minutes": wording.number(shop.rules.both_sides_delay // timedelta(minutes=1))}
    soon = _("A review by the buyer counts %(minutes)s minutes after it comes.") % told
    if found.rated_good is None:
        return (
            _("Rate now, and a review by the buyer counts %(minutes)s minutes after it comes.") % told,
            _("If you say nothing, a review by the buyer counts from %(last)s.") % told,
        )
    rated = _("Rate good now, and if the buyer stays silent, a default good counts for you from %(last)s.")
    silent = _("If you say nothing and the buyer gives good by then, you will have given a default good on %(last)s.")
    nothing = _("If both stay silent, nothing counts.")
    return f"{rated % told} {soon}", f"{silent % told} {nothing}"
