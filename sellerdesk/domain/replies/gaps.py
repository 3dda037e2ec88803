"""A gap stands in a text where a value was not known. It must be filled before the text goes out. Pure.

Its signs are brackets that nobody types, so that nothing that a person writes is taken for one; what is told from outside loses
them (`values.clean`).
"""

import re
from typing import Final


OPEN, CLOSE = "⟦", "⟧"
_GAP = re.compile(f"{OPEN}[^{OPEN}{CLOSE}\n]{{0,60}}{CLOSE}|[{OPEN}{CLOSE}]")
VARIABLES: Final = ("buyer_name", "order_no", "product", "article", "track_no", "eta", "shop_name", "agent_name")
_VARIABLE = re.compile(r"\{\s{0,3}(" + "|".join(VARIABLES) + r")\s{0,3}\}")


def gap(words: str) -> str:
    """The gap that says what is missing: ⟦order number⟧."""
    return f"{OPEN}{words}{CLOSE}"


def gaps(text: str) -> list[tuple[int, int]]:
    """Where the gaps of a text stand, a half of one included."""
    return [found.span() for found in _GAP.finditer(text)]


def variables_left(text: str) -> list[tuple[int, int]]:
    """Where variables stand that nobody filled."""
    return [found.span() for found in _VARIABLE.finditer(text)]
