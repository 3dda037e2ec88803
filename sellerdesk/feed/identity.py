"""Of several contents of one identity the earliest (`at`, hash) stands; the rest are conflicts."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import CONFLICT, Fact


class Standing(NamedTuple):
    """The content that stands so far, as its ledger row knows it."""

    record: int
    at: datetime
    content_hash: bytes
    ruling: str


def settle(
    batch: Batch, facts: Iterable[Fact], standing: Mapping[Hashable, Standing], identity: Callable[[Fact], Hashable]
) -> list[Fact]:
    """The new facts that stand (to be written over what stood before); all others are ruled `conflict`."""
    winners: dict[Hashable, Fact] = {}
    for fact in facts:
        key = identity(fact)
        rival = winners.get(key)
        old = standing.get(key)
        if old is not None and (old.at, bytes(old.content_hash)) <= (fact.at, fact.hash):
            batch.rule(fact.record, None, CONFLICT)
        elif rival is not None and (rival.at, rival.hash) <= (fact.at, fact.hash):
            batch.rule(fact.record, None, CONFLICT)
        else:
            if rival is not None:
                batch.rule(rival.record, None, CONFLICT)
            winners[key] = fact
    for key in winners:
        if (old := standing.get(key)) is not None:
            batch.rule(old.record, old.ruling, CONFLICT)
    return list(winners.values())
