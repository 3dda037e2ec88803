"""What a rule would have done, or would do: played through without writing anything, by the same steps as when it answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from reviews.domain import rotation
from reviews.domain.automatic import Reviewed, Rule, first, unmet, why_never
from reviews.models import OwnAnswer
from reviews.rows import good_reviews
from reviews.rows.good_reviews import Candidate
from reviews.services import automatic as deciding, wordings
from reviews.services.sending import MOST_COMPARED
from sellerdesk import guarding
from sellerdesk.domain.text_policy import repeated
from sellerdesk.policy import Chosen
from sellerdesk.shops import ShopFacts


BACK: Final = timedelta(days=30)
"""How far a dry run looks back, and how far a rule that is asked to may reach."""
MOST: Final = 1_000
"""Of the reviews of these days the latest so many are tried."""
JUDGED: Final = 150
"""So many texts are shown to the guard: it takes its time. What comes after them is taken to pass."""
OTHER_RULE: Final = "other_rule"
CAP: Final = "cap"
GAP: Final = "gap"


@dataclass(frozen=True, slots=True)
class Tried:
    """One review: `why` it would have been left, as a code, or empty and the text that it would have got."""

    review: Reviewed
    why: str
    text: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """All of them, the oldest first; `since` is the first moment that was looked at, `cut` whether there were more than were tried."""

    tried: Sequence[Tried]
    since: datetime
    cut: bool
    unseen: int = 0
    """Texts that the guard has not seen."""

    def counts(self) -> dict[str, int]:
        """How many by reason; those that would have been answered under an empty one."""
        counts: dict[str, int] = defaultdict(int)
        for one in self.tried:
            counts[one.why] += 1
        return dict(counts)

    def of(self, why: str) -> list[Tried]:
        """Those of one reason, the newest first."""
        return [one for one in reversed(self.tried) if one.why == why]


@dataclass(slots=True)
class _Said:
    """What was said so far: which wordings, and when which text; and how many texts the guard may still be shown."""

    recent: list[str]
    left: int
    texts: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    unseen: int = 0

    def given(self, text: str, at: datetime) -> int:
        """How often this answer was given within the days that count."""
        same = repeated.fold(text)
        return sum(at - repeated.WITHIN < then for then in self.texts[same]) if same else 0

    def say(self, worded: rotation.Worded, at: datetime) -> None:
        self.recent.insert(0, worded.wording)
        self.texts[repeated.fold(worded.text)].append(at)


def past_month(shop: ShopFacts, rule: Rule, before: Sequence[Rule], *, now: datetime, judge: int = JUDGED) -> Trial:
    """What `rule` would have done with the reviews of the past month, each as it came, had it and the rules `before` it been on.

    What people did since is not looked at: no answer, follow-up or draft was there yet. Nothing was said before these days.
    """
    since = now - BACK
    found = good_reviews.since(shop, since, most=MOST)
    said, days, chosen = _Said([], judge), defaultdict[int, int](int), guarding.of(shop.desk_id, shop.id)
    tried = []
    for one in found:
        review = good_reviews.as_it_came(one.review)
        why = _why_not(rule, before, review)
        if not why and days[shop.day(review.at)] >= rule.cap:
            why = CAP
        text = ""
        if not why:
            why, text = _worded(shop, rule, one, said, review.at, chosen)
            days[shop.day(review.at)] += not why
        tried.append(Tried(review, why, text, one.answered))
    return Trial(tried, since, cut=len(found) == MOST, unseen=said.unseen)


def waiting(shop: ShopFacts, rule: Rule, before: Sequence[Rule], *, now: datetime, judge: int = JUDGED) -> Trial:
    """What `rule` would do now with the good reviews of the past month that wait for an answer, were it asked; the day's number aside.

    With `judge` 0 they are only counted: no text is put together.
    """
    since = now - BACK
    found = good_reviews.waiting(shop, since, now, most=MOST)
    said, chosen = _said(shop, now, judge), guarding.of(shop.desk_id, shop.id)
    tried = []
    for one in found:
        why, text = _why_not(rule, before, one.review) or one.hands, ""
        if not why and not judge:
            why = GAP if rotation.known(rule.blocks, one.facts) is None else ""
        elif not why:
            why, text = _worded(shop, rule, one, said, now, chosen)
        tried.append(Tried(one.review, why, text))
    return Trial(tried, since, cut=len(found) == MOST, unseen=said.unseen)


def _why_not(rule: Rule, before: Sequence[Rule], review: Reviewed) -> str:
    if why := why_never(review) or unmet(rule.conditions, review):
        return why
    return OTHER_RULE if first(before, review, back=True) is not None else ""


def _worded(shop: ShopFacts, rule: Rule, one: Candidate, said: _Said, at: datetime, chosen: Chosen) -> tuple[str, str]:
    """Why the answer would have been left, or empty; and its text."""
    worded = rotation.worded(one.review.id, rule.blocks, one.facts, said.recent[: rotation.REMEMBERED])
    if worded is None:
        return GAP, ""
    why = ""
    if said.left:
        said.left -= 1
        why = wordings.why_not_alone(worded.text, one.facts, shop, given=said.given(worded.text, at), chosen=chosen)
    else:
        said.unseen += 1
    if not why:
        said.say(worded, at)
    return why, worded.text


def _said(shop: ShopFacts, now: datetime, judge: int) -> _Said:
    """What was really said of late."""
    said = _Said(deciding.recent(shop), judge)
    given = OwnAnswer.objects.filter(
        desk_id=shop.desk_id, shop_id=shop.id, edit=False, rejects="", state__in=OwnAnswer.LIVE, written_at__gt=now - repeated.WITHIN
    )
    for text, at in given.order_by("-written_at").values_list("text", "written_at")[:MOST_COMPARED]:
        said.texts[repeated.fold(text)].append(at)
    return said
