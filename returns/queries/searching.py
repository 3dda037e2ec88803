"""Words that somebody typed, as the search of claims and refusals asks for them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sellerdesk import setwise
from sellerdesk.domain.searching import Pattern, fold, order_numbers, patterns, stemmed, words


TRIED = 2_000
"""How many of the first rows of a list are tried for words before they are looked up: a word in 2 % of them costs no look-up."""
MOST_PRODUCTS = 20


class Places(NamedTuple):
    """Whose: a desk and some of its shops; and whether who reads may see orders, and so find by them."""

    desk_id: int
    shop_ids: Sequence[int]
    orders: bool = False


class Typed(NamedTuple):
    """What was typed: what a text must be like, the products whose article or number it is just, the spellings of an order's number."""

    patterns: Sequence[Pattern]
    products: Sequence[int]
    orders: Sequence[str]

    def like(self, column: str) -> str:
        """The condition of the words, whose parameters are `parameters`."""
        return " AND ".join(f"{column} LIKE %(like{number})s" for number in range(len(self.patterns))) or "true"

    @property
    def parameters(self) -> dict[str, Any]:
        """Of `like`, and the products and orders by their names."""
        told = {f"like{number}": pattern.like for number, pattern in enumerate(self.patterns)}
        return told | {"of_products": list(self.products), "of_orders": list(self.orders)}

    @property
    def is_indexed(self) -> bool:
        """Whether the index of trigrams can look anything of it up."""
        return any(pattern.indexed for pattern in self.patterns)


def read(places: Places, text: str) -> Typed | None:
    """What was typed, in one query; None where there are no words in it."""
    found = words(text)
    if not found:
        return None
    ((stems, products),) = setwise.rows(
        "SELECT (SELECT json_object_agg(word, (ts_lexize('russian_stem', word))[1]) FROM unnest(%s::text[]) AS word),"
        " ARRAY(SELECT id FROM sellerdesk_product WHERE desk_id = %s AND shop_id = ANY(%s)"
        f" AND (lower(article) = %s OR lower(outside_id) = %s) ORDER BY id LIMIT {MOST_PRODUCTS:d})",
        [stemmed(found), places.desk_id, list(places.shop_ids), fold(text), fold(text)],
    )
    known = {word: stem for word, stem in (stems or {}).items() if stem}
    return Typed(patterns(found, known), products, order_numbers(text) if places.orders else [])
