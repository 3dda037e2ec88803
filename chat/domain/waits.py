"""How long the buyer of an order waited in the chat, in few classes: what other rooms group orders by."""

from datetime import timedelta


MINUTES_3, HOUR, DAY = timedelta(minutes=3), timedelta(hours=1), timedelta(days=1)
UNANSWERED = "unanswered"
CLASSES = ((MINUTES_3, "within_3_minutes"), (HOUR, "within_hour"), (DAY, "within_day"))
LONGER = "longer"


def wait_class(waited: timedelta | None) -> str:
    """The class of the longest wait; None: one question was never answered by a person."""
    if waited is None:
        return UNANSWERED
    return next((name for most, name in CLASSES if waited <= most), LONGER)
