"""Marketplace profiles, windows, deadlines and roles in words. The numbers come from the profiles and are written nowhere else."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _, ngettext

from sellerdesk import shop_settings, wording
from sellerdesk.domain import permissions
from sellerdesk.domain.days import DAYS_IN_WINDOW, MONTHS_IN_WINDOW
from sellerdesk.domain.rules import PROFILES, RuleProfile


REPLY_TARGETS = (15, 30, 60, 2 * 60, 4 * 60, 8 * 60, 24 * 60, 48 * 60)
"""Minutes that are offered."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a profile as a row of the page."""

    title: str
    value: str
    sentence: str


def profiles() -> list[tuple[str, str, str]]:
    """Every profile: its key, its name, and in a sentence what sets it apart."""
    names = dict(shop_settings.rule_names())
    return [(key, names[key], _apart(profile)) for key, profile in PROFILES.items()]


def _apart(profile: RuleProfile) -> str:
    if profile.name == "wildberries":
        return _("Every rating and review counts at once, as on Wildberries; answers keep to its limits of length.")
    if profile.ratings_per_buyer_month is not None:
        return _("The first %(ratings)s store ratings of a buyer in a month count, and reviews open when both sides have given theirs.") % {
            "ratings": profile.ratings_per_buyer_month
        }
    return _("Every rating and review counts at once: for Ozon and any other marketplace.")


def windows() -> list[tuple[str, str, str]]:
    """Both rating windows, with a sentence each."""
    said = {
        "6_months": _("Up to and including today, back to the same day %(months)s months ago.") % {"months": MONTHS_IN_WINDOW},
        "180_days": _("Today and the %(days)s days before it, whatever the months’ lengths.") % {"days": DAYS_IN_WINDOW - 1},
    }
    return [(key, name, said[key]) for key, name in shop_settings.window_names()]


def reply_targets(seconds: int) -> list[tuple[int, str]]:
    """The times to reply that are offered, in seconds; the present one is always among them."""
    every = sorted({*(minutes * 60 for minutes in REPLY_TARGETS), seconds})
    return [(one, span(timedelta(seconds=one))) for one in every]


def role(key: str) -> str:
    """What a role may do, in a sentence."""
    sentences = {
        permissions.OWNER: _("May do everything, also invite people and change their roles."),
        permissions.MANAGER: _("Runs the shops: adds them, brings facts, gives work to others, answers. May not invite people."),
        permissions.AGENT: _("Answers reviews and sees orders and ratings."),
        permissions.ANALYST: _("Sees ratings and reviews, no orders and no queue."),
        permissions.READ_ONLY: _("Sees everything of the shops and changes nothing."),
    }
    return sentences[key]


def span(length: timedelta) -> str:
    """A whole number of days, hours or minutes: 30 days, 24 hours, 15 minutes."""
    minutes = int(length.total_seconds()) // 60
    if minutes % 1440 == 0 and minutes > 2880:
        return ngettext("%(number)s day", "%(number)s days", minutes // 1440) % {"number": wording.number(minutes // 1440)}
    if minutes % 60 == 0:
        return ngettext("%(number)s hour", "%(number)s hours", minutes // 60) % {"number": wording.number(minutes // 60)}
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": wording.number(minutes)}


def rules_of(profile: RuleProfile) -> list[Rule]:
    """The rules of a profile, each with its number and what follows from it."""
    return [*_of_effect(profile), *_of_time(profile), *_of_credit(profile), *_of_texts(profile), _of_thresholds(profile)]


def _of_effect(profile: RuleProfile) -> list[Rule]:
    """Which store ratings count, and from when on."""
    cap = profile.ratings_per_buyer_month
    return [
        Rule(
            _("Store ratings by one buyer in a month"),
            _("no limit") if cap is None else _("first %(number)s count") % {"number": wording.number(cap)},
            _("By the month in which the order was completed. If one of them is struck, the next moves up."),
        ),
        Rule(
            _("Takes effect"),
            _("%(span)s after both have reviewed") % {"span": span(profile.both_sides_delay)}
            if profile.waits_for_both_sides
            else _("at once"),
            _("Until then a rating or review counts nowhere."),
        ),
    ]


def _of_time(profile: RuleProfile) -> list[Rule]:
    """How long each thing may be done."""
    return [
        Rule(
            _("Time to review an order"),
            _("none") if profile.review_window is None else span(profile.review_window),
            _("After the order was completed. What comes later is rejected."),
        ),
        Rule(
            _("Time to change or delete a review"),
            span(profile.change_window),
            _("Once, neutral or bad ones only, and a change only to good. The marketplace may delete at any time."),
        ),
        Rule(
            _("Time for a follow-up"),
            span(profile.follow_up_window),
            _("By the buyer, once. It cannot be changed and moves no figure."),
        ),
        Rule(
            _("Time to answer"),
            span(profile.answer_window),
            _("One answer to the review while there is no follow-up, and one to the follow-up."),
        ),
    ]


def _of_credit(profile: RuleProfile) -> list[Rule]:
    """Which reviews score."""
    goods, gap = profile.goods_per_buyer_month, profile.same_item_gap
    return [
        Rule(
            _("Same buyer, same item"),
            _("off") if gap is None else _("one in %(span)s") % {"span": span(gap)},
            _("Of several good reviews, or of several bad ones, only one scores in that time."),
        ),
        Rule(
            _("Good reviews by one buyer in a month"),
            _("no limit") if goods is None else _("first %(number)s score") % {"number": wording.number(goods)},
            _("Bad ones always score."),
        ),
        Rule(
            _("Default good review"),
            _("yes") if profile.default_good else _("no"),
            _("Where one side gave a good review and the other stayed silent, the silent side has given a good one too."),
        ),
        Rule(
            _("The shop rates its buyers"),
            _("yes") if profile.rates_buyers else _("no"),
            _("A rating is public, has the same time as a review, and cannot be changed."),
        ),
    ]


def _of_texts(profile: RuleProfile) -> list[Rule]:
    """What a text for a buyer may hold."""
    words = {"stop": _("stopped"), "warn": _("warned of"), "allow": _("allowed")}
    return [
        Rule(
            _("Contacts in a public reply"),
            words[profile.contacts_in_public],
            _("A phone number, an e-mail address, a link or a messenger; marketplaces hide such replies."),
        ),
        Rule(_("Contacts in chat"), words[profile.contacts_in_chat], _("What is not allowed there may be hidden by the marketplace.")),
        Rule(_("Length of a chat message"), _characters(profile.chat_length), _("A longer one is not sent.")),
        Rule(_("Length of a public reply"), _characters(profile.answer_length), _("A longer or shorter one is not published.")),
    ]


def _characters(length: tuple[int, int | None]) -> str:
    least, most = length
    if most is None:
        return _("no limit")
    if least > 1:
        return _("%(least)s to %(most)s characters") % {"least": wording.number(least), "most": wording.number(most)}
    return _("at most %(most)s characters") % {"most": wording.number(most)}


def _of_thresholds(profile: RuleProfile) -> Rule:
    return Rule(
        _("Thresholds of store ratings"),
        ", ".join(wording.number(Decimal(limit.numerator) / limit.denominator, 1) for limit in profile.thresholds),
        _("Below the higher one the shop takes part in no official events, below the lower one its listings sink in search."),
    )
