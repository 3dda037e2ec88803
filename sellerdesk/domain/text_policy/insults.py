"""Words that no buyer should read of themselves."""

from sellerdesk.domain.text_policy.hits import Hits, Span, merged


def insults(hits: Hits) -> list[Span]:
    """Every insult. Foolproof cameras, blind stitches and dumb-bells are none."""
    return merged(hits.without(hits.of("rude"), hits.of("not_rude")))
