"""The fourth set of labelled public answers: one more fresh measure of the policy guard.

Each phrase is what a seller might write in public under a review. Its author had seen neither the guard nor a
phrase of the sets before it. Do not tune the guard by these phrases and do not mend them after a miss: that
would spend the set.

The kinds are those of the second set as widened by the third, and say what must be found in the phrase; an
innocent one has none and must not be stopped. Every phrase at fault has one fault. Only a buyer's phone is named
twice, as a contact and as personal, as it is in the second set.

Two of them are wider than in the second set, as a moderator would take them:

- pressure: also begging, and telling what the review will cost somebody, when it is meant to have it changed.
- personal: also a buyer's health, family or private pictures that the public has not been told of, with or
  without a name.

Sending a buyer to the seller's own site or store, or past the marketplace, is other_shop; a bare address of a
page without anything to buy is a contact.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.domain import guard_fourth_en, guard_fourth_ru, guard_fourth_zh


KINDS = frozenset({"contact", "inducement", "pressure", "personal", "insult", "other_shop"})


class Phrase(NamedTuple):
    """A public answer, its language (ru, zh or en), and the kinds of fault that must be found in it."""

    text: str
    language: str
    kinds: frozenset[str]


def _phrases(language: str, table: str, *, joint: str) -> Iterator[Phrase]:
    for row in table.strip().replace("\n  ", joint).splitlines():
        kinds, text = row.split(" | ", 1)
        yield Phrase(text, language, frozenset() if kinds == "-" else frozenset(kinds.split(",")))


PHRASES: tuple[Phrase, ...] = (
    *_phrases("ru", guard_fourth_ru.TEXT, joint=" "),
    *_phrases("zh", guard_fourth_zh.TEXT, joint=""),
    *_phrases("en", guard_fourth_en.TEXT, joint=" "),
)
