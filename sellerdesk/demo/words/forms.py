"""The shape of one language's phrase book. A sentence is whole, with its own stop.

`[а/б]` holds the form of a man and of a woman who writes; `{name}`, `{product}` and the like are filled in by who tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass


Phrases = tuple[str, ...]
ByGoods = Mapping[str, Phrases]
ByAspect = Mapping[str, Phrases]
"""Aspects: goods, delivery, packing, service, described."""
Talk = tuple[tuple[str, str], ...]
"""Lines of a chat: ("b", text) from the buyer, ("s", text) from the shop; ("g", goods) first where it fits only some."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The words of reviews."""

    openers: Phrases
    goods: ByGoods
    aspects: ByAspect
    uses: Phrases
    gifts: Phrases
    """As `uses`, of the doll."""
    closers: Phrases
    short: Phrases
    bad_openers: Phrases
    bad_goods: ByGoods
    bad_aspects: ByAspect
    bad_closers: Phrases
    short_bad: Phrases
    mixed: Phrases
    """Join a praise and a complaint."""
    threats: Phrases
    titles: Phrases = ()
    bad_titles: Phrases = ()
    crisis: Phrases = ()
    """Of weeks in which the courier fails."""
    batch: Phrases = ()
    """Of a bad batch of flasks."""
    batch_follow_ups: Phrases = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What comes after a review: the shop's answers, follow-ups, changes, the shop's own reviews of buyers."""

    good: Phrases
    good_ends: Phrases
    sorry: Phrases
    bad: ByAspect
    bad_ends: Phrases
    follow_good: Phrases
    follow_bad: Phrases
    to_good_follow_up: Phrases
    to_bad_follow_up: Phrases
    changed: Phrases
    of_buyers: Phrases
    of_bad_buyers: Phrases


@dataclass(frozen=True, slots=True)
class Talked:
    """Chats, questions, claims and refusals."""

    talks: Mapping[str, tuple[Talk, ...]]
    """By topic: before, late, defect, night, threat, praise, waiting (nobody has answered yet)."""
    closing: Phrases
    """What the shop says last, after a buyer's thanks."""
    questions: Mapping[str, tuple[tuple[str, str], ...]]
    claims: ByAspect
    """Reasons; for broken goods the words of the reviews serve."""
    agreed: Phrases
    declined: Phrases
    partly: Phrases
    refusals: Mapping[str, Phrases]
    """Why goods were not taken, by the stage."""
    notes: Phrases
    voids: Phrases
    """Why the marketplace strikes a trade."""


@dataclass(frozen=True, slots=True)
class Peopled:
    """Who buys, and where."""

    men: Phrases
    women: Phrases
    surnames: tuple[tuple[str, str], ...]
    """Of a man, of a woman."""
    regions: Phrases
    couriers: Phrases
    warehouses: Phrases


@dataclass(frozen=True, slots=True)
class Language:
    """One language whole."""

    code: str
    joint: str
    """Between two sentences."""
    people: Peopled
    judged: Judged
    answered: Answered
    talked: Talked
