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

from tests.domain import guard_third_en, guard_third_ru, guard_third_zh
from tests.domain.guard_tables import phrases


PHRASES = phrases(ru=guard_third_ru.TEXT, zh=guard_third_zh.TEXT, en=guard_third_en.TEXT)
