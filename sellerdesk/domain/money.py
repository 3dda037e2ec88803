"""Money as whole minor units and a currency; never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal


# ISO 4217 currencies that do not have two decimals; all others do.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,6})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_GROUPED = re.compile("[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units (kopecks, fen, cents) of `currency` (ISO 4217)."""

    minor: int
    currency: str


def exponent(currency: str) -> int:
    """How many decimals a currency has."""
    return _EXPONENTS.get(currency, 2)


def plain(minor: int, currency: str) -> str:
    """An amount as programs and tables spell it: "168.00", all decimals of its currency, without signs or groups."""
    return f"{Decimal(minor).scaleb(-exponent(currency)):f}"


def parse(amount: str, currency: str) -> Money | None:
    """Money out of a decimal string and a currency code; None where it is no exact amount of that currency."""
    if not _CURRENCY.fullmatch(currency) or not _AMOUNT.fullmatch(amount):
        return None
    scaled = Decimal(amount).scaleb(exponent(currency))
    return Money(int(scaled), currency) if scaled == int(scaled) else None


def typed(text: str, currency: str) -> Money | None:
    """Money as people type it: spaces between groups of digits, a comma or a point before the decimals; None where it is none.

    More decimals than the currency has are none either, though they be noughts: who types 1,000 means a thousand, and not one.
    """
    told = _GROUPED.sub("", text).replace(",", ".")
    return parse(told, currency) if len(told.partition(".")[2]) <= exponent(currency) else None
