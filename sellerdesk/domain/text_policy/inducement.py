"""Money or gifts for a review, for another one, or for taking it away; and any wording that ties an offer to the rating."""

from sellerdesk.domain.text_policy.hits import Hits, Span, merged


_BESIDE, _SENTENCE, _FAR = 24, 110, 150


def requests(hits: Hits) -> list[Span]:
    """Where somebody is to change or delete a review. What we changed ourselves, or ask nobody for, is none."""
    verbs = hits.without(hits.of("change_verb"), hits.of("we_did"))
    reviews = hits.without(hits.of("review"), hits.of("in_review"))
    # In Chinese verb and review are one pattern.
    whole = [span for span in verbs if hits.is_han(span)]
    pairs = hits.near([span for span in verbs if not hits.is_han(span)], reviews, 48)
    return hits.without(hits.without(pairs + whole, hits.of("no_ask"), before=40), hits.of("in_review"))


def inducements(hits: Hits) -> list[Span]:
    """Every place where something is offered for a review."""
    benefits = hits.of("benefit")
    reviews = hits.without(hits.without(hits.of("review"), hits.of("in_review")), hits.of("thanked"))
    found = [
        *hits.of("offer_phrase"),
        *hits.near(requests(hits), benefits, _FAR, across=1),
        *_praise(hits, reviews, benefits),
        *_in_return(hits, benefits),
        *hits.near(hits.near(hits.of("depends"), hits.without(hits.of("review"), hits.of("thanked")), 60), benefits, _SENTENCE),
        *_equals(hits, reviews, benefits),
    ]
    return merged(hits.without(found, hits.of("no_ask"), before=12))


def _praise(hits: Hits, reviews: list[Span], benefits: list[Span]) -> list[Span]:
    """To leave a review, and what there is for it."""
    asked = hits.near(hits.of("leave_verb"), reviews, 44, ordered=True)
    whole = [span for span in hits.of("leave_verb") if hits.is_han(span)]
    return hits.near(asked + whole, benefits, _SENTENCE)


def _in_return(hits: Hits, benefits: list[Span]) -> list[Span]:
    """Something for a review. Thanks for one are none."""
    spans = hits.without(hits.of("for_review"), hits.of("thanked"))
    return hits.near(hits.without(spans, hits.of("thanks_for")), benefits, 60)


def _equals(hits: Hits, reviews: list[Span], benefits: list[Span]) -> list[Span]:
    """ "Good review = gift", "5★ → 100": one beside the other with only a sign between."""
    good = hits.near(hits.of("good_review"), benefits, _BESIDE, ordered=True)
    return [span for span in good if any(sign in hits.plain[span[0] : span[1]] for sign in "=→>—–+") and reviews]
