"""Exact numbers as decimal digits. Pure."""

from fractions import Fraction


def shown(value: Fraction, decimals: int) -> str:
    """A fraction in decimal digits, rounded half up (away from zero), never through a float."""
    scale = 10**decimals
    # Of whole numbers alone: a page rounds hundreds of them, and each sum of fractions would look for a common divisor.
    scaled = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    sign = "-" if value < 0 and scaled else ""
    whole, rest = divmod(scaled, scale)
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"
