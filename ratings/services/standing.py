"""Which of a buyer's ratings count from when, for every rating that changed and those that share a cap with it."""

from collections import defaultdict
from collections.abc import Sequence

from ratings.domain.standing import timelines
from ratings.rows import RatingRow, read
from sellerdesk.shops import ShopFacts


def stand(shop: ShopFacts, changed: Sequence[RatingRow]) -> list[RatingRow]:
    """Give each row its new timeline; returns all rows whose share in the figures may differ from `was`.

    Only the buyers of the changed rows are read, so one late rating costs the same in any shop (rulebook 5).
    """
    cap = shop.rules.ratings_per_buyer_month
    if cap is None:
        for row in changed:
            _alone(shop, row)
        return list(changed)
    mine = {row.outside_id: row for row in changed}
    buyers = {key for row in changed for key in (row.buyer_key, row.was.buyer_key if row.was else None) if key is not None}
    peers = [row for row in read(shop, "buyer_key", buyers) if row.outside_id not in mine]
    by_buyer: dict[bytes, list[RatingRow]] = defaultdict(list)
    for row in (*changed, *peers):
        row.timeline = ()
        if row.buyer_key is not None:
            by_buyer[row.buyer_key].append(row)
    for rows in by_buyer.values():
        taking_part = [(row, given) for row in rows if (given := row.given(shop)) is not None]
        for (row, _), timeline in zip(taking_part, timelines([given for _, given in taking_part], cap), strict=True):
            row.timeline = timeline
    return [*changed, *(row for row in peers if row.moved())]


def _alone(shop: ShopFacts, row: RatingRow) -> None:
    given = row.given(shop)
    row.timeline = timelines([given], None)[0] if given is not None else ()
