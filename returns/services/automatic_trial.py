"""What a rule would have done: played through without writing anything, by the same steps as when it decides."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from returns.domain.automatic import Rule, first, unmet, why_never, why_not_do
from returns.rows import for_rules
from returns.rows.for_rules import Candidate
from returns.services import automatic as deciding
from sellerdesk.shops import ShopFacts


BACK: Final = timedelta(days=30)
"""How far a dry run looks back."""
MOST: Final = 1_000
"""Of the claims of these days the latest so many are tried."""
OTHER_RULE: Final = "other_rule"
CAP: Final = "cap"


@dataclass(frozen=True, slots=True)
class Tried:
    """One claim: `why` it would have been left, as a code, or empty; `said` the buyer's words where these are why."""

    one: Candidate
    why: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """All of them, the oldest first; `since` is the first moment that was looked at, `cut` whether there were more than were tried."""

    tried: Sequence[Tried]
    since: datetime
    cut: bool

    def counts(self) -> dict[str, int]:
        """How many by reason; those that would have been decided under an empty one."""
        counts: dict[str, int] = defaultdict(int)
        for one in self.tried:
            counts[one.why] += 1
        return dict(counts)

    def of(self, why: str) -> list[Tried]:
        """Those of one reason, the newest first."""
        return [one for one in reversed(self.tried) if one.why == why]

    def given(self) -> dict[str, int]:
        """What the rule would have given back, in minor units by currency."""
        given: dict[str, int] = defaultdict(int)
        for tried in self.tried:
            if not tried.why and tried.one.claim.amount_minor is not None:
                given[tried.one.claim.currency] += tried.one.claim.amount_minor
        return dict(given)


def past_month(shop: ShopFacts, rule: Rule, before: Sequence[Rule], *, now: datetime) -> Trial:
    """What `rule` would have done with the claims of the past month, each as it came, had it and the rules `before` it been on.

    What was done since is not looked at, nor what the buyer wrote in chats. Which moves the marketplace allowed at first is known
    only of claims that nothing has happened to.
    """
    since = now - BACK
    found = for_rules.since(shop, since, most=MOST)
    limits: dict[str, int | None] = {}
    days: dict[int, int] = defaultdict(int)
    tried = []
    for one in found:
        claim = for_rules.as_it_came(one)
        if claim.currency not in limits:
            limits[claim.currency] = deciding.limit_of(shop, claim.currency)
        came = replace(one, claim=claim)
        why, said = _why_not(shop, rule, before, came, limits[claim.currency])
        if not why and days[shop.day(claim.at)] >= rule.cap:
            why = CAP
        days[shop.day(claim.at)] += not why
        tried.append(Tried(came, why, said))
    return Trial(tried, since, cut=len(found) == MOST)


def _why_not(shop: ShopFacts, rule: Rule, before: Sequence[Rule], one: Candidate, limit: int | None) -> tuple[str, str]:
    claim = one.claim
    if why := unmet(rule.conditions, claim):
        return why, ""
    if first(before, claim, back=True) is not None:
        return OTHER_RULE, ""
    if why := why_never(claim, claim.at):
        return why, deciding.threatening(claim.words) if why in {"court", "injury"} else ""
    return why_not_do(rule, deciding.facts_of(shop, claim, ""), limit, claim.at), ""
