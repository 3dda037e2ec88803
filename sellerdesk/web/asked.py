"""What requests say, read without trust."""


def whole(text: str | None, *, digits: int = 18) -> int | None:
    """The whole number that a parameter, field or header is, of at most so many digits; None where it is none.

    Only 0 to 9 count: str.isdigit takes "²" as well, and int() then fails on it.
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None
