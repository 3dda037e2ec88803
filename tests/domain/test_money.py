"""Money is whole minor units: exact in, or not at all."""

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.money import Money, exponent, parse, typed


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.50", "CNY", 1250),
        ("12.5", "CNY", 1250),
        ("12", "RUB", 1200),
        ("0", "EUR", 0),
        ("-0.01", "EUR", -1),
        ("1.500000", "USD", 150),
        ("1250", "JPY", 1250),
        ("1250.00", "JPY", 1250),
        ("1.234", "KWD", 1234),
        ("9999999999999.99", "CNY", 999999999999999),
        ("007", "EUR", 700),
    ],
)
def test_amount_becomes_minor_units(amount: str, currency: str, minor: int) -> None:
    assert parse(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("12.505", "CNY"),
        ("12.5", "JPY"),
        ("1.2345", "KWD"),
        ("1,50", "EUR"),
        ("1e3", "EUR"),
        ("+1", "EUR"),
        (".5", "EUR"),
        ("5.", "EUR"),
        (" 5", "EUR"),
        ("5\n", "EUR"),
        ("", "EUR"),
        ("NaN", "EUR"),
        ("12345678901234", "EUR"),
        ("1.0000000", "EUR"),
        ("١٢.٥٠", "EUR"),
        ("5", "eur"),
        ("5", "EURO"),
        ("5", "EU"),
        ("5", "ЕВР"),
    ],
)
def test_what_is_no_exact_amount_is_refused(amount: str, currency: str) -> None:
    assert parse(amount, currency) is None


@given(minor=st.integers(-(10**13) + 1, 10**13 - 1), currency=st.sampled_from(["CNY", "RUB", "JPY", "KWD"]))
def test_every_amount_written_out_comes_back(minor: int, currency: str) -> None:
    decimals = exponent(currency)
    whole, rest = divmod(abs(minor), 10**decimals)
    written = f"{'-' if minor < 0 else ''}{whole}" + (f".{rest:0{decimals}d}" if decimals else "")

    assert parse(written, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12,5", "CNY", 1250),
        ("1 250,00", "RUB", 125000),
        ("1\N{NO-BREAK SPACE}250.5", "RUB", 125050),
        ("1\N{NARROW NO-BREAK SPACE}250", "RUB", 125000),
        ("1,250", "KWD", 1250),
    ],
)
def test_what_people_type_is_read(text: str, currency: str, minor: int) -> None:
    assert typed(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("1,000", "CNY"), ("1.000", "RUB"), ("1,000.50", "CNY"), ("1.000,50", "RUB"), ("2,500", "JPY"), ("", "CNY"), ("12", "")],
)
def test_a_thousand_with_a_comma_is_never_taken_for_one(text: str, currency: str) -> None:
    assert typed(text, currency) is None
