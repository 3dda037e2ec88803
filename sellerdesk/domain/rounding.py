"""Exact numbers as decimal digits. Pure."""

from fractions import Fraction


def shown(value: Fraction, decimals: int) -> str:
    """A fraction in decimal digits, rounded half up (away from zero), never through a float."""
    scale = 10**decimals
    scaled = (abs(value) * scale * 2 + 1) // 2
    sign = "-" if value < 0 and scaled else ""
    whole, rest = divmod(int(scaled), scale)
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"
