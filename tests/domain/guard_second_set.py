"""The second set of labelled public answers: what measures the policy guard.

Each phrase is what a seller might write in public under a review. It was written by someone who had seen
neither the guard nor the first set, so that the figure it gives says something about phrases nobody tuned
for. Do not tune the guard by these phrases and do not mend them after a miss: that would spend the set.

`kinds` is everything that must be found in the phrase; empty for an innocent one, which must not be stopped:

- contact: a phone, an e-mail, a link, a code to scan, a messenger or its name or a handle in it, by which the
  buyer is led off the marketplace; also spelled out in words, split by spaces, dots or emoji, or written
  with letters that only look alike.
- inducement: money, a refund, an exchange, a gift, a discount or a hint of one, tied to stars, or to changing
  or deleting a review; also after the fact, and also politely.
- pressure: a threat (court, police, blocking, a complaint, telling everyone) or a demand or nagging about the
  review.
- personal: what the public must not learn of the buyer: full address, passport, card, date of birth, phone, or
  the full name with what was ordered or received. A buyer's phone is a contact too: both are named.
- insult: of the buyer or of anyone else, by name, by hint or by praise that means the opposite.
- other_shop: another shop, marketplace or site where to buy; the marketplace's own delivery is not one.

The innocent ones are near misses: numbers of every sort, prices and terms, thanks for stars, refunds and
gifts that hang on nothing, and words that look like insults, shops, messengers or courts.
"""

from tests.domain import guard_second_en, guard_second_ru, guard_second_zh
from tests.domain.guard_tables import phrases


PHRASES = phrases(ru=guard_second_ru.TEXT, zh=guard_second_zh.TEXT, en=guard_second_en.TEXT)
