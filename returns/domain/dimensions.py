"""What figures are told by, and which of them are kept."""

from collections.abc import Mapping
from typing import Final, Literal, get_args


Dimension = Literal["all", "product", "reason", "stage", "warehouse", "region", "courier", "product_reason", "product_stage"]
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)
"""All that are kept. The last two are pairs, for the page of one product."""
By = Literal["product", "reason", "stage", "warehouse", "region", "courier"]
TOLD_BY: Final[tuple[By, ...]] = get_args(By)
"""Those that a page, a file or a program may ask for, beside weeks."""
OF_ALL: Final = frozenset({"reason", "stage"})
"""Only lines that were not kept have these, so their share is one of all lines ordered."""
PAIRS: Final[Mapping[str, Dimension]] = {"reason": "product_reason", "stage": "product_stage"}
"""What is kept of one product, by what it is told by."""
NOT_TOLD: Final = ""


def pair(product: int, code: str) -> str:
    """The key of a pair."""
    return f"{product}:{code}"


def code_of(key: str) -> str:
    """The code of a pair's key."""
    return key.partition(":")[2]
