"""The third set of labelled public answers: it was a fresh measure of the policy guard, and is learned from now.

Each phrase is what a seller might write in public under a review. Its author had seen neither the guard nor a
phrase of the sets before it. What the guard said of them at first sight is in docs/mechanisms/text-policy.md;
since then the misses were looked at, and the phrases stand in the corpus as well.

The kinds are those of the second set, and say what must be found in the phrase; an innocent one has none and
must not be stopped. Every phrase at fault has one fault. Only a buyer's phone is named twice, as a contact and
as personal, as it is in the second set.

Two kinds are wider here than in the second set, as a moderator would take them:

- pressure: also begging, and telling what the review will cost somebody, when it is meant to have it changed.
- personal: also a buyer's health, family or private pictures that the public has not been told of, with or
  without a name.

Sending a buyer to the seller's own site or store, or past the marketplace, is other_shop; a bare address of a
page without anything to buy is a contact.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.domain import guard_third_en, guard_third_ru, guard_third_zh


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
    *_phrases("ru", guard_third_ru.TEXT, joint=" "),
    *_phrases("zh", guard_third_zh.TEXT, joint=""),
    *_phrases("en", guard_third_en.TEXT, joint=" "),
)
