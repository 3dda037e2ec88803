"""Why a review is flagged, as the page says it: each reason, and of one by text the words that spoke for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.domain.flags import Reason, words_of
from reviews.domain.timeline import Item
from reviews.domain.tone.judging import Hearing, hear
from reviews.queries.reading import Review


@dataclass(frozen=True, slots=True)
class Heard:
    """What the judge heard in the review or in its follow-up."""

    reason: str
    text: str
    hearing: Hearing

    @property
    def surely(self) -> bool:
        """Whether it sounds negative, and not only may be."""
        return self.hearing.tone == "sounds"


def heard(review: Review, items: Sequence[Item]) -> list[Heard]:
    """What was heard, for each reason by text. Asked anew, so that the words are those of the judge as it is today."""
    follow_up = next((item.child.text for item in items if item.kind == "follow_up" and item.child and not item.refused), "")
    texts = {Reason.TEXT: words_of(review.title, review.text, review.cons), Reason.FOLLOW_UP: follow_up}
    return [Heard(reason, text, hear(text)) for reason, text in texts.items() if reason in review.flags]
