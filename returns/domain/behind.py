"""Which rows lie behind a figure: what is counted, of which days, which part of it. Read from an address and told to one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from returns.domain.dimensions import PAIRS, TOLD_BY, By, Dimension, pair
from returns.domain.periods import Period
from sellerdesk.domain import cursors
from sellerdesk.domain.cursors import Cursor, cursor


OF_LINES: Final = ("lines", "bought", "refused", "claimed", "refunded", "quality", "lost", "whole_back")
OF_CLAIMS: Final = ("asked", "refunds", "first_quality", "joined", "disputes", "finished", "self_finished", "direct", "sent_back")
WHICH: Final = (*OF_LINES, *OF_CLAIMS)
MOST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a shop's figures: of one product, of one key, of both, or all of them.

    Of one product only reasons and stages are kept apart; with another dimension the product is left out.
    """

    product: int | None = None
    by: By | None = None
    key: str = ""

    @property
    def kept(self) -> tuple[Dimension, str]:
        """The dimension and key under which its rows are kept."""
        if self.by is None:
            return ("all", "") if self.product is None else ("product", str(self.product))
        if self.product is not None and self.by in PAIRS:
            return PAIRS[self.by], pair(self.product, self.key)
        return self.by, self.key


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of one figure, and the place behind which a page of them begins."""

    which: str
    period: Period
    part: Part = Part()
    after: Cursor | None = None


def read(told: Mapping[str, str], period: Period) -> Behind | None:
    """What an address asks for; None where it names no figure."""
    if told.get("which") not in WHICH:
        return None
    return Behind(told["which"], period, part(told), cursor(told.get("after", "")))


def part(told: Mapping[str, str]) -> Part:
    """Which part; what makes no sense narrows nothing."""
    product, key = whole(told.get("product", "")), told.get("key", "")
    by: By | None = next((by for by in TOLD_BY if by == told.get("by")), None)
    if by is None or "key" not in told or len(key) > MOST_KEY or "\0" in key:
        return Part(product)
    if by == "product" and key:
        return Part(whole(key) or product)
    return Part(product if by in PAIRS else None, by, key)


def whole(given: str) -> int | None:
    """An id; None for anything that is none."""
    return cursors.whole(given) or None


def written(asked: Behind) -> dict[str, str]:
    """The same as parameters of an address."""
    days = {"from": str(asked.period.first), "to": str(asked.period.last)}
    return {"which": asked.which} | days | told(asked.part) | ({"after": asked.after.text()} if asked.after else {})


def told(one: Part) -> dict[str, str]:
    """A part as parameters."""
    product = {} if one.product is None else {"product": str(one.product)}
    return product | ({} if one.by is None else {"by": one.by, "key": one.key})


def later(asked: Behind, after: Cursor | None) -> Behind:
    """The page after this one."""
    return replace(asked, after=after)
