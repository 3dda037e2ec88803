"""Of several contents of one identity the earliest (`at`, hash) stands; the rest are conflicts."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import CONFLICT, Fact


K = TypeVar("K", bound=Hashable)


class Standing(NamedTuple):
    """The content that stands so far, as its ledger row knows it."""

    record: int
    at: datetime
    content_hash: bytes
    ruling: str


def settle(batch: Batch, facts: Iterable[Fact], standing: Mapping[K, Standing], identity: Callable[[Fact], K]) -> list[Fact]:
    """The new facts that stand (to be written over what stood before); all others are ruled `conflict`."""
    winners: dict[K, Fact] = {}
    for fact in facts:
        key = identity(fact)
        rival, old = winners.get(key), standing.get(key)
        place = (fact.at, fact.hash)
        loses = old is not None and (old.at, old.content_hash) <= place
        if loses or (rival is not None and (rival.at, rival.hash) <= place):
            batch.rule(fact.record, None, CONFLICT)
            continue
        if rival is not None:
            batch.rule(rival.record, None, CONFLICT)
        winners[key] = fact
    for key in winners:
        if (old := standing.get(key)) is not None:
            batch.rule(old.record, old.ruling, CONFLICT)
    return list(winners.values())
