"""Cases worked out by hand from the rulebook's text, for the oracle and for the product alike."""

from collections.abc import Mapping
from typing import Any

from tests.oracle.cases import changes, credit, ledger, ratings, reviews, windows
from tests.oracle.cases.making import Case


CASES: list[Case] = [*ratings.CASES, *windows.CASES, *reviews.CASES, *changes.CASES, *credit.CASES, *ledger.CASES]


def differences(wanted: Mapping[str, Any], told: Mapping[str, Any], path: str = "") -> list[str]:
    """Where a report does not contain what a case wants; empty where it does."""
    found = []
    for key, value in wanted.items():
        here = f"{path}/{key}"
        if isinstance(value, Mapping):
            found += differences(value, told[key], here)
        elif told[key] != value:
            found.append(f"{here}: wanted {value!r}, told {told[key]!r}")
    return found
