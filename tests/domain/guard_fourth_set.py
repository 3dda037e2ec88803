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

from tests.domain import guard_fourth_en, guard_fourth_ru, guard_fourth_zh
from tests.domain.guard_tables import phrases


PHRASES = phrases(ru=guard_fourth_ru.TEXT, zh=guard_fourth_zh.TEXT, en=guard_fourth_en.TEXT)
