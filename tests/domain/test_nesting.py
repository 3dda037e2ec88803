"""How deep a value is nested, however deep that is."""

from typing import Any

import pytest

from sellerdesk.domain.nesting import is_deeper


def nested(levels: int) -> Any:
    value: Any = "text"
    for level in range(levels):
        value = [value] if level % 2 else {"in": value}
    return value


@pytest.mark.parametrize("levels", [0, 1, 2, 7, 100_000])
def test_value_is_as_deep_as_its_levels(levels: int) -> None:
    assert not is_deeper(nested(levels), levels)
    assert is_deeper(nested(levels + 1), levels)


@pytest.mark.parametrize(("value", "depth"), [([], 1), ({}, 1), ([1, {"a": []}, 2], 3), (None, 0), ({"a": 1, "b": [[]]}, 3)])
def test_the_deepest_part_counts(value: Any, depth: int) -> None:
    assert not is_deeper(value, depth)
    assert depth == 0 or is_deeper(value, depth - 1)
