"""Products and orders merged from all that was ever told of them."""

import json
from typing import Any

from sellerdesk import setwise
from sellerdesk.domain.money import Money
from sellerdesk.domain.revisions import Revision, merge
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.fields import instant, read
from sellerdesk.feed.schema import TYPES


def merged(batch: Batch, kind: str, told: dict[str, list[Fact]], known: set[str]) -> dict[str, dict[str, Any]]:
    """The merged fields of everything told anew; where there were revisions before, all are merged again from the records."""
    revisions: dict[str, list[Revision]] = {
        ref: [Revision(fact.data.get("updated_at") or fact.at, fact.hash, {"at": fact.at} | fact.data) for fact in facts]
        for ref, facts in told.items()
        if ref not in known
    }
    if known & told.keys():
        kept = setwise.rows(
            "SELECT outside_id, content_hash, raw FROM sellerdesk_feedrecord"
            " WHERE desk_id = %s AND shop_id = %s AND type = %s AND outside_id = ANY(%s) AND state = 1",
            [batch.shop.desk_id, batch.shop.id, kind, [ref for ref in told if ref in known]],
        )
        for ref, content_hash, raw in kept:
            value = json.loads(raw)
            fields = {"at": instant(value["at"])} | read(TYPES[kind].checks, value)
            revisions.setdefault(ref, []).append(Revision(fields.get("updated_at") or fields["at"], bytes(content_hash), fields))
    return {ref: merge(own) for ref, own in revisions.items()}


def minor(money: Money | None) -> tuple[int | None, str]:
    """An amount as its two columns."""
    return (money.minor, money.currency) if money else (None, "")
