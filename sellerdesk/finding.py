"""What the search box finds of the kernel's own things: orders by number or buyer, listings by article or title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from sellerdesk import setwise, wording
from sellerdesk.domain import searching
from sellerdesk.rooms import Hit, May


MOST_BUYERS = 1000
"""Of a name that more buyers share, the orders of some of them are looked through."""
_TRIGRAM = 3
_YO = str.maketrans({"ё": "_", "е": "_", "Ё": "_", "Е": "_"})
_STATUS: dict[str, Promise] = {
    "placed": gettext_lazy("placed"),
    "shipped": gettext_lazy("shipped"),
    "delivered": gettext_lazy("delivered"),
    "completed": gettext_lazy("completed"),
    "refused": pgettext_lazy("order", "refused"),
    "cancelled": pgettext_lazy("order", "cancelled"),
}


def orders(desk_id: int, _desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, _may: May, _now: datetime, /) -> list[Hit]:
    """Orders whose number begins with the words, the very number first, then those of buyers so named; newest first in each.

    Nothing leads to an order's own page: there is none yet.
    """
    found = _by_number(desk_id, shop_ids, words, limit) + _by_buyer(desk_id, shop_ids, words, limit)
    unique = {row[0]: row for row in found}
    return [_order_hit(*row[1:]) for row in list(unique.values())[:limit]]


def products(desk_id: int, _desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, _may: May, _now: datetime, /) -> list[Hit]:
    """Listings with the words in title or article, or of this very number; the newest first."""
    pattern, folded = containing(words), containing(words, fold=True)
    found = setwise.rows(
        """
        SELECT title, article, product.outside_id, shop.name FROM sellerdesk_product product
        JOIN sellerdesk_shop shop ON shop.desk_id = product.desk_id AND shop.id = product.shop_id
        WHERE product.desk_id = %s AND product.shop_id = ANY(%s::bigint[])
          AND (title ILIKE %s AND translate(lower(title), 'ё', 'е') LIKE %s
               OR article ILIKE %s AND translate(lower(article), 'ё', 'е') LIKE %s OR product.outside_id = %s)
        ORDER BY listed_at DESC NULLS LAST, product.id DESC LIMIT %s
        """,
        [desk_id, list(shop_ids), pattern, folded, pattern, folded, words, limit],
    )
    return [
        Hit(
            title=title or article or outside_id,
            href="",
            note=" · ".join([_("article %(article)s") % {"article": article or outside_id}, shop]),
        )
        for title, article, outside_id, shop in found
    ]


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing to choose: what is typed for it, and what it is."""

    article: str
    title: str


def listings(desk_id: int, shop_id: int, words: str, limit: int) -> list[Listing]:
    """Listings of one shop that are called so, of which the article or number names just one; newest first; without words the newest."""
    pattern, folded = containing(words), containing(words, fold=True)
    found = setwise.rows(
        """
        SELECT CASE WHEN p.article <> '' AND NOT EXISTS (
            SELECT FROM sellerdesk_product same WHERE same.desk_id = p.desk_id AND same.shop_id = p.shop_id
              AND same.article = p.article AND same.id <> p.id
        ) THEN p.article ELSE p.outside_id END, p.title
        FROM (
            SELECT * FROM sellerdesk_product product WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND listed_at IS NOT NULL
              AND (%(words)s = '' OR title ILIKE %(like)s AND translate(lower(title), 'ё', 'е') LIKE %(folded)s
                   OR article ILIKE %(like)s AND translate(lower(article), 'ё', 'е') LIKE %(folded)s OR outside_id = %(words)s)
            ORDER BY listed_at DESC, id DESC LIMIT %(limit)s
        ) AS p
        """,
        {"desk": desk_id, "shop": shop_id, "words": words, "like": pattern, "folded": folded, "limit": limit},
    )
    return [Listing(article, title) for article, title in found]


def containing(words: str, *, fold: bool = False) -> str:
    """A LIKE pattern for texts that hold the words; of one or two letters, for texts that begin with them.

    Trigrams see nothing shorter than three letters inside a text, but they see a beginning. ё and е are one letter: the
    first pattern takes any letter in their place and can use the index, the folded one is exact.
    """
    escaped = searching.escape(words)
    told = escaped.lower().replace("ё", "е") if fold else escaped.translate(_YO)
    return f"%{told}%" if len(words) >= _TRIGRAM else f"{told}%"


_ORDER = "o.id, o.outside_id, o.status, o.placed_at, buyer.name, shop.name"
_AND_ITS_OWN = """
    JOIN sellerdesk_buyer buyer ON buyer.desk_id = o.desk_id AND buyer.id = o.buyer_id
    JOIN sellerdesk_shop shop ON shop.desk_id = o.desk_id AND shop.id = o.shop_id
"""
_Row = tuple[int, str, str, datetime, str, str]


def _by_number(desk_id: int, shop_ids: Sequence[int], words: str, limit: int) -> list[_Row]:
    """The order of this number, and those whose numbers begin so. Each shop's are read backwards from its own index."""
    number = words.lstrip("#№ ")
    if not number or " " in number:
        return []
    spellings = sorted({number, number.upper()})
    # One branch for each spelling: joined by OR they would no longer be a range of the index.
    near = "".join(
        """
            UNION SELECT near.* FROM unnest(%s::bigint[]) AS seen (shop_id) CROSS JOIN LATERAL (
                SELECT * FROM sellerdesk_order WHERE desk_id = %s AND shop_id = seen.shop_id AND outside_id LIKE %s
                ORDER BY outside_id DESC LIMIT %s
            ) AS near"""
        for _spelling in spellings
    )
    found = setwise.rows(
        f"""
        SELECT {_ORDER} FROM (
            SELECT * FROM sellerdesk_order WHERE desk_id = %s AND shop_id = ANY(%s::bigint[]) AND outside_id = ANY(%s::text[]){near}
        ) AS o {_AND_ITS_OWN}
        ORDER BY o.outside_id = ANY(%s::text[]) DESC, o.placed_at DESC, o.id DESC LIMIT %s
        """,
        [
            *(desk_id, list(shop_ids), spellings),
            *(part for spelling in spellings for part in (list(shop_ids), desk_id, searching.escape(spelling) + "%", limit)),
            *(spellings, limit),
        ],
    )
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in found]


def _by_buyer(desk_id: int, shop_ids: Sequence[int], words: str, limit: int) -> list[_Row]:
    found = setwise.rows(
        f"""
        SELECT {_ORDER} FROM sellerdesk_order o {_AND_ITS_OWN}
        WHERE o.desk_id = %s AND o.buyer_id IN (
            SELECT id FROM sellerdesk_buyer
            WHERE desk_id = %s AND shop_id = ANY(%s::bigint[]) AND name <> ''
              AND name ILIKE %s AND translate(lower(name), 'ё', 'е') LIKE %s LIMIT %s
        )
        ORDER BY o.placed_at DESC, o.id DESC LIMIT %s
        """,
        [desk_id, desk_id, list(shop_ids), containing(words), containing(words, fold=True), MOST_BUYERS, limit],
    )
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in found]


def _order_hit(number: str, status: str, placed_at: datetime, buyer: str, shop: str) -> Hit:
    day = wording.whole_day(placed_at.astimezone(timezone.get_current_timezone()).date())
    said = _("%(status)s, placed %(day)s") % {"status": _STATUS[status], "day": day}
    return Hit(title=_("Order %(number)s") % {"number": number}, href="", note=" · ".join([said, shop]), text=buyer)
