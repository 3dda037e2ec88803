"""Which good reviews a rule answers by itself, and why it leaves the others to a person. Pure.

A rule never sees more than its conditions: what is bad, neutral, flagged, changed or followed is a person's, whatever the rule says.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, Literal, get_args

from reviews.domain.flags import MOST_FLAGGED_STARS
from reviews.domain.rotation import Blocks
from reviews.domain.verdicts import Verdict
from sellerdesk.domain import searching
from sellerdesk.domain.scripts import lang_of


Presence = Literal["any", "with", "without"]
PRESENCES: Final[tuple[Presence, ...]] = get_args(Presence)
LANGUAGES: Final = ("ru", "zh", "other")
"""Of a review, by its letters."""
NO_STARS: Final = 0
STARS: Final = (5, 4, NO_STARS)
"""What may be chosen; `NO_STARS` is a good review of a marketplace, or a buyer, that gave none."""

# Why a review is a person's, whatever the rules: the first that holds.
NEVER: Final = ("not_standing", "not_good", "low_stars", "flagged", "followed")
# Why a rule does not speak of it.
CONDITIONS: Final = ("stars", "text", "photos", "product", "language", "contains", "without")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Which good reviews a rule is for. Of `contains` one word is enough; of `without` none may stand there; empty asks for nothing."""

    stars: frozenset[int] = frozenset({5})
    contains: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    products: frozenset[int] = frozenset()
    text: Presence = "any"
    photos: Presence = "any"
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A buyer's review as far as rules go. `words` is all that was written, `followed` whether a follow-up stands."""

    id: int
    at: datetime
    verdict: int
    stars: int | None
    words: str = ""
    photos: int = 0
    product_id: int | None = None
    changed: bool = False
    flags: tuple[str, ...] = ()
    judged: bool = True
    stands: bool = True
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of one shop. It speaks of reviews that were written at `since` or later; None: it was never turned on."""

    id: int
    name: str
    conditions: Conditions
    blocks: Blocks
    cap: int
    since: datetime | None = None
    shop_id: int = field(default=0, compare=False)


def why_never(review: Reviewed) -> str:
    """Why no rule may answer it, one of `NEVER`; empty where one may. What the flags have not seen yet counts as flagged."""
    if not review.stands:
        return "not_standing"
    if review.verdict != Verdict.GOOD or review.changed:
        return "not_good"
    if review.stars is not None and review.stars <= MOST_FLAGGED_STARS:
        return "low_stars"
    if review.flags or not review.judged:
        return "flagged"
    return "followed" if review.followed else ""


def unmet(conditions: Conditions, review: Reviewed) -> str:
    """Which condition it does not meet, one of `CONDITIONS`; empty where the rule is for it.

    A review without words is of every language: nothing speaks against it.
    """
    folded = searching.fold(review.words)
    if (review.stars or NO_STARS) not in conditions.stars:
        return "stars"
    if not _is(conditions.text, present=bool(folded)):
        return "text"
    if not _is(conditions.photos, present=review.photos > 0):
        return "photos"
    if conditions.products and review.product_id not in conditions.products:
        return "product"
    if conditions.languages and folded and (lang_of(review.words) or "other") not in conditions.languages:
        return "language"
    if conditions.contains and not holds_any(folded, conditions.contains):
        return "contains"
    return "without" if holds_any(folded, conditions.without) else ""


def first(rules: Sequence[Rule], review: Reviewed, *, back: bool = False) -> Rule | None:
    """The first rule that is for a review; those turned on after it was written are passed over, unless asked to reach `back`."""
    for rule in rules:
        reached = back or (rule.since is not None and review.at >= rule.since)
        if reached and not unmet(rule.conditions, review):
            return rule
    return None


def holds_any(folded: str, words: Iterable[str]) -> bool:
    """Whether one of the words, or groups of words, stands in a folded text. What follows a word's letters may differ: endings do."""
    return any(_pattern(word).search(folded) is not None for word in words)


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    """A word at the beginning of a word; of Han characters anywhere, since nothing stands between their words."""
    folded = searching.fold(word)
    before = "" if _HAN.match(folded) or not folded[:1].isalnum() else r"(?<![^\W_])"
    return re.compile(before + re.escape(folded)) if folded else re.compile(r"(?!)")


def _is(wanted: Presence, *, present: bool) -> bool:
    return wanted == "any" or present == (wanted == "with")
