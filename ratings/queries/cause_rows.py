"""The groups of orders that pull a dimension up or down, as page, file and programs tell them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ratings.domain.causes import Pull, pull
from ratings.queries.cause_orders import is_listed, titles
from ratings.rows import KeptGroup
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Cause:
    """A row: a group's pull, what its code is called where that is a product, and since when it stands so."""

    pull: Pull
    title: str
    counted_on: date

    @property
    def listed(self) -> bool:
        """Whether its orders can be opened."""
        return is_listed(self.pull.kind, self.pull.code)


def rows_of(shop: ShopFacts, kept: Sequence[KeptGroup], dimension: str) -> list[Cause]:
    """The groups that are told of a dimension, the strongest pull down first."""
    found = [(one, pulled) for one in kept if (pulled := pull(one.group, dimension)) is not None]
    products = [int(pulled.code) for _, pulled in found if pulled.kind == "product" and pulled.code.isdigit()]
    named = titles(shop, products)
    rows = [
        Cause(
            pulled, named.get(int(pulled.code), pulled.code) if pulled.kind == "product" and pulled.code.isdigit() else "", one.counted_on
        )
        for one, pulled in found
    ]
    return sorted(rows, key=lambda row: (row.pull.by, row.pull.kind, row.pull.code))
