"""What requests say, read without trust."""


def whole(text: str | None, *, digits: int = 18) -> int | None:
    """The whole number that a parameter, field or header is, of at most so many digits; None where it is none.

    Only 0 to 9 count: str.isdigit takes "²" as well, and int() then fails on it.
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None


def person(text: str, reader: int) -> int | None:
    """Who is to have something: a person's id, "me", or None for "team". 0, which is nobody's, where it is none of them."""
    return {"me": reader, "team": None}.get(text, whole(text) or 0)
