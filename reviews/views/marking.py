"""What is marked in the words of the review that is read: what flagged it by its tone, and what spoke for its topics."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviews.domain.flags import Reason
from reviews.domain.marking import TONE, Spoken, apart
from reviews.queries.reading import Review
from reviews.views.hearing import Heard
from reviews.views.topics import Shown


_PARTS = ("title", "text", "cons", "follow_up")
"""The texts in the order in which topics are looked for."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The places of each text."""

    title: Sequence[Spoken]
    text: Sequence[Spoken]
    cons: Sequence[Spoken]
    follow_up: Sequence[Spoken]
    tone: bool
    """Whether any of them spoke for the tone, and any for a topic: what the legend explains."""
    topics: bool


def marks(review: Review, heard: Sequence[Heard], topics: Sequence[Shown]) -> Marks:
    """Everything that is marked, whatever it lies in."""
    found: dict[str, list[Spoken]] = defaultdict(list)
    for one in heard:
        for part, spoken in _tone(review, one).items():
            found[part] += spoken
    for shown in topics:
        for place in shown.places:
            found[_PARTS[place.part]].append(Spoken(place.start, place.end, shown.topic))
    whys = {one.why for spoken in found.values() for one in spoken}
    title, text, cons, follow_up = (found[part] for part in _PARTS)
    return Marks(title, text, cons, follow_up, tone=TONE in whys, topics=bool(whys - {TONE}))


def _tone(review: Review, one: Heard) -> Mapping[str, list[Spoken]]:
    spoken = [Spoken(place.start, place.end, TONE) for place in one.hearing.places]
    if one.reason == Reason.FOLLOW_UP:
        return {"follow_up": spoken}
    # Title and text are judged as one, what was disliked only without them.
    said = {"title": review.title, "text": review.text}
    judged = {part: text for part, text in said.items() if text} or {"cons": review.cons}
    return dict(zip(judged, apart(spoken, list(judged.values())), strict=True))
