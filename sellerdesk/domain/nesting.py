"""How deep a JSON value is nested, without recursion."""

from typing import Any


def is_deeper(value: Any, levels: int) -> bool:
    """Whether lists and objects are nested in more than so many levels."""
    level = [value] if type(value) in {dict, list} else []
    for _ in range(levels):
        inside = (inner for one in level for inner in (one.values() if type(one) is dict else one))
        level = [inner for inner in inside if type(inner) in {dict, list}]
        if not level:
            return False
    return bool(level)
