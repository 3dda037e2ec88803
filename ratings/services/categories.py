"""What the marketplace tells of a shop's peers, into the ledger: each telling once (feed: category_average)."""

from ratings.models import CategoryAverage
from sellerdesk import setwise
from sellerdesk.feed.batch import APPLIED, Batch
from sellerdesk.feed.identity import Standing, settle


_TABLE = CategoryAverage._meta.db_table
_COLUMNS = "desk_id, shop_id, outside_id, record, content_hash, at, category, dimension, mean, most, least, shops"
_UPSERT = "ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[3:]
)


def apply(batch: Batch) -> None:
    """Write the averages told anew; of several contents of one id the earliest stands."""
    facts = list(batch.of("category_average"))
    if not facts:
        return
    known = setwise.rows(
        f"SELECT outside_id, record, at, content_hash FROM {_TABLE} WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {ref: Standing(record, at, bytes(content_hash), APPLIED) for ref, record, at, content_hash in known}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    rows = []
    for fact in winners:
        told = fact.data
        batch.rule(fact.record, None, APPLIED)
        rows.append(
            (
                *(batch.shop.desk_id, batch.shop.id, fact.outside_id, fact.record, fact.hash, fact.at),
                *(told["category"], told["dimension"], told["mean"], told.get("max"), told.get("min"), told.get("shops")),
            )
        )
    setwise.insert(_TABLE, _COLUMNS, rows, tail=_UPSERT)
    if rows:
        batch.noted["ratings.category_told"] += 1
