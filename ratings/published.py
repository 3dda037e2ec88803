"""What the ratings room tells programs outside. Never a single rating: nobody outside may know who gave one."""

from django.utils.translation import gettext_lazy as _

from ratings.domain.alerts import KIND
from sellerdesk.published import Published, declare


def publish() -> None:
    """Declare its events."""
    declare(
        Published(kind="rating.changed", label=_("Store ratings moved"), heard=["ratings.changed", "ratings.day_moved"], page="ratings"),
        Published(
            kind="rating.threshold_crossed", label=_("A store rating crossed a threshold"), heard=["ratings.threshold_crossed"],
            facts=["dimension", "threshold", "below"], page="ratings",
            example={"facts": {"dimension": "logistics", "threshold": "4.6", "below": True}},
        ),
        Published(
            kind="rating.alert", label=_("A store rating needs a look"), heard=[f"work.opened.{KIND}"], page="ratings",
            example={"about": ["rating:3:logistics:below-4.6"], "facts": {"work": KIND}},
        ),
    )  # fmt: skip
