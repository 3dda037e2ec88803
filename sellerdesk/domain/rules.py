"""Rule profiles: the numbers of the rulebook as data. Three ship; a shop names one of them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction


Length = tuple[int, int | None]
"""The least and the most characters of a text; None is no limit."""


@dataclass(frozen=True, slots=True)
class RuleProfile:
    """The numbers that differ between marketplaces. `None` means that the rule is off."""

    name: str
    ratings_per_buyer_month: int | None
    waits_for_both_sides: bool
    """Effective 30 minutes after both sides have reviewed, else when the review window closes (rulebook 3, 11)."""
    both_sides_delay: timedelta
    review_window: timedelta | None
    change_window: timedelta
    follow_up_window: timedelta
    answer_window: timedelta
    answer_edit_window: timedelta | None
    """How long the shop may change its answer, once; None where it cannot."""
    appeal_window: timedelta
    appeal_window_abuse: timedelta
    """For abuse, private data and advertising."""
    same_item_gap: timedelta | None
    goods_per_buyer_month: int | None
    default_good: bool
    rates_buyers: bool
    """Whether the shop reviews its buyers. Where it does there is a review window."""
    contacts_in_public: str
    """What a contact in a public answer does: "stop", "warn" or "allow"."""
    contacts_in_chat: str
    chat_length: Length
    answer_length: Length
    claim_length: Length
    """Of the words with which the shop answers a claim."""
    questions_rejected: bool
    """Whether the shop may turn a public question down in place of answering it."""
    thresholds: tuple[Fraction, ...]
    """Store rating means under which the marketplace acts, exact, from high to low (4.6: no events, 4.4: demoted)."""


STANDARD = RuleProfile(
    name="standard",
    ratings_per_buyer_month=None,
    waits_for_both_sides=False,
    both_sides_delay=timedelta(minutes=30),
    review_window=None,
    change_window=timedelta(days=30),
    follow_up_window=timedelta(days=180),
    answer_window=timedelta(days=30),
    answer_edit_window=None,
    appeal_window=timedelta(days=30),
    appeal_window_abuse=timedelta(days=90),
    same_item_gap=None,
    goods_per_buyer_month=None,
    default_good=False,
    rates_buyers=False,
    contacts_in_public="stop",
    contacts_in_chat="allow",
    chat_length=(1, None),
    answer_length=(1, None),
    claim_length=(1, 1000),
    questions_rejected=False,
    thresholds=(Fraction(46, 10), Fraction(44, 10)),
)
TAOBAO = replace(
    STANDARD,
    name="taobao",
    ratings_per_buyer_month=3,
    waits_for_both_sides=True,
    review_window=timedelta(days=15),
    same_item_gap=timedelta(days=14),
    goods_per_buyer_month=6,
    default_good=True,
    rates_buyers=True,
    chat_length=(1, 500),
    answer_length=(1, 500),
    claim_length=(2, 200),
)
# The same counting as `standard`; its own limits concern texts and answers, not figures.
WILDBERRIES = replace(
    STANDARD,
    name="wildberries",
    answer_edit_window=timedelta(days=60),
    contacts_in_chat="warn",
    chat_length=(1, 1000),
    answer_length=(2, 5000),
    claim_length=(10, 1000),
    questions_rejected=True,
)

PROFILES = {profile.name: profile for profile in (STANDARD, TAOBAO, WILDBERRIES)}
