"""Pressure on the buyer: threats, deadlines and orders about a review, and what follows if it stays."""

from sellerdesk.domain.text_policy.hits import Hits, Span, merged
from sellerdesk.domain.text_policy.inducement import requests


def pressures(hits: Hits) -> list[Span]:
    """Every place where a buyer is threatened, or ordered to change a review."""
    asked = requests(hits)
    found = [
        *hits.of("threat"),
        *hits.near(asked, hits.of("demand"), 70, across=1),
        *hits.near(asked, hits.of("until"), 60),
        *hits.near(hits.of("until"), hits.of("review"), 30),
        *_ordered(hits),
    ]
    return merged(hits.without(found, hits.of("no_ask"), before=12))


def _ordered(hits: Hits) -> list[Span]:
    """A review is to be deleted, and nobody says please."""
    reviews = hits.without(hits.of("review"), hits.of("in_review"))
    pairs = hits.near(hits.of("delete_verb"), reviews, 30, ordered=True)
    whole = [span for span in hits.of("delete_verb") if hits.is_han(span)]
    blunt = [span for span in pairs + whole if not hits.near([span], hits.of("polite"), 40)]
    return hits.without(blunt, hits.of("no_ask"), before=40)
