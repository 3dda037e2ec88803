"""The averages of a shop's own category, as last told."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ratings.domain.figures import Comparison, Figure, against_category
from ratings.models import CategoryAverage
from sellerdesk import setwise
from sellerdesk.models import Product
from sellerdesk.shops import ShopFacts


_LATEST = f"""
    WITH told AS (
        SELECT DISTINCT category FROM {CategoryAverage._meta.db_table} WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND at <= %(now)s
    ), sold AS (
        SELECT category, count(*) AS products FROM {Product._meta.db_table}
        WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND (SELECT count(*) FROM told) > 1 AND category IN (SELECT category FROM told)
        GROUP BY category
    ), own AS (
        SELECT category FROM told LEFT JOIN sold USING (category)
        WHERE (SELECT count(*) FROM told) = 1 OR products > 0
        ORDER BY products DESC NULLS LAST, category COLLATE "C" LIMIT 1
    )
    SELECT DISTINCT ON (dimension) dimension, category, mean, most, least FROM {CategoryAverage._meta.db_table}
    WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND category = (SELECT category FROM own) AND at <= %(now)s
    ORDER BY dimension, at DESC, outside_id COLLATE "C" DESC
"""


@dataclass(frozen=True, slots=True)
class Peers:
    """What was last told of a dimension in the shop's own category."""

    category: str
    mean: Fraction
    most: Fraction | None
    least: Fraction | None

    def compare(self, figure: Figure) -> Comparison | None:
        """Rulebook 8; None without marks, and where what was told is no range that holds its own mean."""
        most, least = (Fraction(5) if self.most is None else self.most), (Fraction(0) if self.least is None else self.least)
        if figure.mean is None or not least <= self.mean <= most:
            return None
        return against_category(mean=figure.mean, average=self.mean, most=most, least=least)


def peers(shop: ShopFacts, *, now: datetime) -> dict[str, Peers]:
    """By dimension. The shop's own category: the only one told, or of those told the one of most of its products.

    A mean that no marks can have is left out.
    """
    found = setwise.rows(_LATEST, {"desk": shop.desk_id, "shop": shop.id, "now": now})
    return {
        name: Peers(category, Fraction(mean), _exact(most), _exact(least)) for name, category, mean, most, least in found if 0 <= mean <= 5
    }


def _exact(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))
