"""What stands around one review: what happened to it, its offers and appeals, its buyer. Its page has few queries, so it asks once."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviews.domain.timeline import Child, Mending
from reviews.queries import appealing, buyers, offering, reading
from reviews.queries.buyers import Buyer
from reviews.queries.reading import Review
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Around:
    """All of it; offers and appeals newest first, no buyer where none is known or they wish to be anonymous."""

    children: Sequence[Child]
    offers: Sequence[offering.One]
    appeals: Sequence[appealing.One]
    buyer: Buyer | None

    def mendings(self) -> list[Mending]:
        """Offers and appeals as steps of what happened, in no order."""
        offered = (step for one in self.offers for step in _offer(one))
        return [*offered, *(step for one in self.appeals for step in _appeal(one))]


def _offer(one: offering.One) -> Iterator[Mending]:
    yield Mending(
        "offer", one.made_at, one.kind, "", one.made_by, one.note, channel=one.channel, amount_minor=one.amount_minor, currency=one.currency
    )
    for step in one.steps:
        yield Mending("offer_answer", step.at, one.kind, step.state, step.by, step.note)


def _appeal(one: appealing.One) -> Iterator[Mending]:
    yield Mending("appeal", one.made_at, one.reason, "", one.made_by)
    if one.reached_at is not None:
        yield Mending("appeal_reached", one.reached_at, one.reason, "")
    if one.ended_at is not None:
        yield Mending("appeal_end", one.ended_at, one.reason, one.state, one.ended_by, one.said)


_AROUND = (
    f"SELECT (SELECT json_agg(json_build_array({reading.CHILD})) FROM ({reading.CHILDREN}) AS one)::text,"
    f" (SELECT json_agg(row_to_json(one)) FROM ({offering.OF_REVIEW}) AS one)::text,"
    f" (SELECT json_agg(row_to_json(one)) FROM ({appealing.OF_REVIEW}) AS one)::text,"
    f" CASE WHEN %(buyer)s::bigint IS NOT NULL THEN ({buyers.TOLD}) END"
)


def of_review(desk_id: int, of: Review) -> Around:
    """What stands around a review that was read."""
    buyer_id = None if of.anonymous else of.buyer_id
    asked = reading.family(desk_id, of) | {"review": of.id} | buyers.asked(desk_id, buyer_id, besides=of.id)
    children, offered, appealed, buyer = setwise.rows(_AROUND, asked)[0]
    return Around(
        children=[reading.child(one) for one in json.loads(children or "[]")],
        offers=[offering.read(one) for one in json.loads(offered or "[]")],
        appeals=[appealing.read(one) for one in json.loads(appealed or "[]")],
        buyer=None if buyer is None else buyers.read(buyer),
    )
