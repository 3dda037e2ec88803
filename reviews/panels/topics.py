"""What Today says of signals of complaints."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from reviews.queries import signals
from sellerdesk import topic_words, wording
from sellerdesk.rooms import Described


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], now: datetime, /) -> Mapping[str, Described]:
    """Open work items about signals: of what, how many, since when."""
    return {
        subject: Described(
            title=_("Complaints: %(topic)s") % {"topic": topic_words.name(one.topic)},
            text="",
            href=reverse("review_signal", args=[desk_slug, one.id]),
            note=ngettext("%(number)s review since %(day)s", "%(number)s reviews since %(day)s", one.number)
            % {"number": wording.number(one.number), "day": wording.stamp(one.since, now=now)},
            product=one.product,
            image=one.image,
        )
        for subject, one in signals.of_subjects(desk_id, subjects).items()
    }
