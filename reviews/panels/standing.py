"""What this room tells those who keep the desk: whether flags keep up."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from reviews.queries import lag
from sellerdesk import gauges, standing, wording
from sellerdesk.standing import Asked, Line


LABEL = gettext_lazy("Flags of new reviews")
SLOW, STUCK = timedelta(seconds=60), timedelta(minutes=10)
"""A review is judged a second after it came; a sweep finds what was lost within a minute."""


def hang() -> None:
    """Hang the line and the figures."""
    standing.add_line(LABEL, tell, place=20)
    gauges.add_gauge(gauges.Gauge("flags_waiting", "Reviews and follow-ups that nobody has judged.", _waiting))
    gauges.add_gauge(gauges.Gauge("flags_lag_seconds", "Since when the oldest of them waits.", _lag))


def tell(asked: Asked, /) -> Sequence[Line]:
    """How many reviews wait to be judged, and for how long."""
    number, oldest = lag.unjudged(asked.desk_id, asked.shop_ids)
    if oldest is None:
        return [Line(LABEL, standing.GOOD, _("Every review is judged."))]
    waits = asked.now - oldest
    said = ngettext(
        "%(number)s review is not judged yet; it came %(age)s.", "%(number)s reviews are not judged yet; the oldest came %(age)s.", number
    ) % {"number": wording.number(number), "age": wording.age(oldest, now=asked.now)}
    if waits < SLOW:
        return [Line(LABEL, standing.GOOD, said)]
    level = standing.LATE if waits > STUCK else standing.SOON
    do = _("A large load takes some minutes. If it does not go down, look whether the worker “now” lives.")
    return [Line(LABEL, level, said, do, reverse("reviews", args=[asked.desk_slug]), _("See the reviews"))]


def _waiting(_now: datetime) -> Iterable[tuple[dict[str, str], float]]:
    return [({}, lag.unjudged_anywhere()[0])]


def _lag(now: datetime) -> Iterable[tuple[dict[str, str], float]]:
    oldest = lag.unjudged_anywhere()[1]
    return [({}, 0.0 if oldest is None else (now - oldest).total_seconds())]
