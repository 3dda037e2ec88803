"""The guard's rules beyond contacts, over a text that is read once for all of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sellerdesk.domain.text_policy import wordings
from sellerdesk.domain.text_policy.doubt.judging import Doubt
from sellerdesk.domain.text_policy.hits import Hits, Span, merged
from sellerdesk.domain.text_policy.inducement import inducements
from sellerdesk.domain.text_policy.insults import insults
from sellerdesk.domain.text_policy.other_shops import other_shops
from sellerdesk.domain.text_policy.personal import personal
from sellerdesk.domain.text_policy.phones import phones
from sellerdesk.domain.text_policy.pressure import pressures
from sellerdesk.domain.text_policy.reading import read
from sellerdesk.domain.text_policy.severities import CONTACTS, INDUCEMENT, INSULT, OTHER_SHOP, PERSONAL, PRESSURE


_ROUNDS = 4
RULES: Final = (INDUCEMENT, PRESSURE, PERSONAL, INSULT, OTHER_SHOP)
_BY_WORDS: Final[Mapping[str, Callable[[Hits], list[Span]]]] = {INDUCEMENT: inducements, PRESSURE: pressures, INSULT: insults}


def found_in(hits: Hits, rule: str, *, profile: str = "standard", own: tuple[str, ...] = ()) -> list[Span]:
    """The places in the text of what one rule finds; they do not overlap."""
    if rule == PERSONAL:
        reading = read(hits.text)
        return personal(hits, [reading.place(*span) for span in phones(reading)])
    spans = other_shops(hits, profile, own) if rule == OTHER_SHOP else _BY_WORDS[rule](hits)
    return merged(hits.place(span) for span in spans)


def better(text: str, places: Sequence[Span], rule: str, language: str) -> str:
    """The text without the sentences that hold these places, and what can be said instead; until nothing of the rule is left."""
    for _round in range(_ROUNDS):
        text = wordings.instead(text, places, rule, language)
        hits = Hits(text)
        places = found_in(hits, rule)
        if not places:
            return text
    return ""


def doubted(doubt: Doubt) -> tuple[str, ...]:
    """The rules that a doubted stretch may break, the likeliest first."""
    return tuple(CONTACTS if kind == "contact" else kind for kind in doubt.kinds)
